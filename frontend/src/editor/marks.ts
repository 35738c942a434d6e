import type { Attributes } from "./canonical";

/** Marks that are simply there or not; their value is true. */
export const SIMPLE_MARKS = ["bold", "italic", "underline", "strike", "sub", "sup"] as const;

export type SimpleMark = (typeof SIMPLE_MARKS)[number];

/** The one character that bears a footnote (ENGINE E1). */
export const FOOTNOTE_CHARACTER = "\uFFFC";

export const MAX_LINK = 2_000;
export const MAX_FOOTNOTE = 2_000;

/** Elements that show the simple marks, alike in the editor and in read-only words. */
export const MARK_ELEMENTS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strike: "s",
  sub: "sub",
  sup: "sup",
} as const satisfies Record<SimpleMark, string>;

/** An address that may be followed: http, https or mailto, else null. */
export function safeLink(value: unknown): string | null {
  if (typeof value !== "string" || value.length > MAX_LINK) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  return url && ["http:", "https:", "mailto:"].includes(url.protocol) ? value : null;
}

/** What somebody typed as an address, made whole ("example.org" becomes https), else null. */
export function completeLink(typed: string): string | null {
  const value = typed.trim();
  if (!value || /\s/.test(value)) return null;
  if (/^[^@/:]+@[^@/:]+\.[^@/:]+$/.test(value)) return safeLink(`mailto:${value}`);
  if (/^[a-z][a-z0-9+.-]*:/i.test(value) && !/^[^/:]+\.[^/:]+:\d+(\/|$)/.test(value)) return safeLink(value);
  return /^[^/.]+(\.[^/.]+)+/.test(value) ? safeLink(`https://${value}`) : null;
}

/** Attributes that this page does not know how to show; they are kept as they are. */
export function unknownAttributes(attributes: Attributes): Attributes | null {
  const unknown = Object.entries(attributes).filter(([key, value]) => !isKnown(key, value));
  return unknown.length ? Object.fromEntries(unknown) : null;
}

/** Whether a mark is one that E1 names, with a value that E1 allows. */
export function isKnown(key: string, value: unknown): boolean {
  if (key === "link" || key === "footnote") return typeof value === "string";
  return (SIMPLE_MARKS as readonly string[]).includes(key) && value === true;
}
