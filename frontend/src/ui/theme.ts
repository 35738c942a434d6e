import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const blue: MantineColorsTuple = [
  "#e9f2fa",
  "#d3e3f2",
  "#a6c6e3",
  "#76a8d4",
  "#4f8fc7",
  "#357fbf",
  "#2671b4",
  "#14568f",
  "#114b7d",
  "#0b3a63",
];

const red: MantineColorsTuple = [
  "#fbeceb",
  "#f7d6d3",
  "#f3b7b0",
  "#f19c92",
  "#ee8a7e",
  "#d9564a",
  "#c23a2e",
  "#a3261b",
  "#8a1f16",
  "#6f1811",
];

/** Mantine in the colours and faces of tokens.css. */
export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: { light: 7, dark: 6 },
  colors: { blue, red },
  autoContrast: true,
  fontFamily: "var(--font-page)",
  headings: { fontFamily: "var(--font-page)", fontWeight: "600" },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
});

/** Mantine's own surfaces and inks follow the tokens, so that both kinds of component look alike. */
export const cssVariables: CSSVariablesResolver = () => {
  const surfaces = {
    "--mantine-color-body": "var(--paper)",
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-dimmed": "var(--ink-soft)",
    "--mantine-color-default-border": "var(--rule)",
    "--mantine-color-anchor": "var(--accent)",
    "--mantine-color-error": "var(--danger)",
    "--mantine-color-placeholder": "var(--ink-soft)",
  };
  return { variables: {}, light: surfaces, dark: surfaces };
};
