import { expect, test } from "vitest";
import { COMMANDS, chordOf, clashOf, commandOf, isTaken, type Keymap, keyOf, keyWords } from "./keymap";

const USUAL: Keymap = { own: {}, bare: true };

function press(key: string, code: string, ...held: ("ctrlKey" | "altKey" | "shiftKey" | "metaKey")[]) {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return { key, code, ...none, ...Object.fromEntries(held.map((one) => [one, true])) };
}

test("no two commands have the same key, and none a key of the browser or of writing", () => {
  const keys = COMMANDS.map((one) => one.key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter(isTaken)).toEqual([]);
});

test("keys are those of their place, in any alphabet; Ctrl and the Mac's command key are one", () => {
  expect(commandOf(press("k", "KeyK", "ctrlKey"), USUAL)).toBe("goto");
  expect(commandOf(press("ن", "KeyK", "metaKey"), USUAL)).toBe("goto");
  expect(commandOf(press("¡", "Digit1", "altKey", "shiftKey"), USUAL)).toBe("agreed");
  expect(commandOf(press("[", "Digit8", "ctrlKey", "altKey"), USUAL)).toBeNull();
  expect(commandOf(press("?", "Slash", "shiftKey"), USUAL)).toBe("keys");
  expect(commandOf(press("k", "KeyK"), USUAL)).toBeNull();
  expect(chordOf(press("Control", "ControlLeft", "ctrlKey"))).toBeNull();
});

test("a command may have another key, or none; keys of one character can be switched off", () => {
  const mine: Keymap = { own: { undecided: "n", goto: "" }, bare: true };

  expect(commandOf(press("n", "KeyN"), mine)).toBe("undecided");
  expect(commandOf(press("n", "KeyN", "altKey"), mine)).toBeNull();
  expect(commandOf(press("k", "KeyK", "ctrlKey"), mine)).toBeNull();
  expect(commandOf(press("n", "KeyN"), { ...mine, bare: false })).toBeNull();
  expect(keyOf("keys", { own: {}, bare: false })).toBe("");
  expect(clashOf("Alt+KeyN", "find", USUAL)?.id).toBe("undecided");
  expect(clashOf("Alt+KeyN", "find", mine)).toBeUndefined();
});

test("keys are written as they stand on a keyboard", () => {
  expect(["Ctrl+KeyK", "Alt+Shift+Digit1", "Alt+BracketLeft", "Alt+Shift+ArrowUp", "?", "+"].map(keyWords)).toEqual([
    "Ctrl+K",
    "Alt+Shift+1",
    "Alt+[",
    "Alt+Shift+↑",
    "?",
    "+",
  ]);
});
