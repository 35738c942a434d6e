import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLocalStorage } from "@mantine/hooks";

/** What the keys of the document page do; each may have another key on a device. */
export type CommandId =
  | "goto"
  | "find"
  | "undecided"
  | "bracket"
  | "now"
  | "nextRegion"
  | "previousRegion"
  | "filter"
  | "history"
  | "menu"
  | "keys"
  | "add"
  | "draft"
  | "propose"
  | "oral"
  | "agreed"
  | "to_revisit"
  | "no_agreement"
  | "divergent_opinion"
  | "discuss"
  | "up"
  | "down"
  | "in"
  | "out"
  | "reclassify";

export interface Command {
  id: CommandId;
  group: "reading" | "writing" | "marking" | "order";
  words: MessageDescriptor;
  /** As `chordOf` writes it. */
  key: string;
}

/** All of them, in the order in which they are listed. Letters go by their place on the keyboard, in any alphabet. */
export const COMMANDS: readonly Command[] = [
  { id: "goto", group: "reading", words: msg`go to a paragraph by its number or words`, key: "Ctrl+KeyK" },
  { id: "find", group: "reading", words: msg`find and replace`, key: "Ctrl+KeyH" },
  { id: "filter", group: "reading", words: msg`choose which paragraphs are shown`, key: "Alt+KeyF" },
  { id: "undecided", group: "reading", words: msg`next undecided paragraph`, key: "Alt+KeyN" },
  { id: "bracket", group: "reading", words: msg`next bracket`, key: "Alt+BracketLeft" },
  { id: "now", group: "reading", words: msg`the paragraph under discussion`, key: "Alt+KeyD" },
  { id: "history", group: "reading", words: msg`the history of the paragraph`, key: "Alt+KeyY" },
  { id: "nextRegion", group: "reading", words: msg`next region of the page`, key: "F6" },
  { id: "previousRegion", group: "reading", words: msg`previous region of the page`, key: "Shift+F6" },
  { id: "menu", group: "reading", words: msg`everything that can be done with the paragraph`, key: "Shift+F10" },
  { id: "keys", group: "reading", words: msg`these keys`, key: "?" },
  { id: "add", group: "writing", words: msg`add a paragraph after this one`, key: "Ctrl+Enter" },
  { id: "propose", group: "writing", words: msg`propose a change to the paragraph`, key: "Alt+Shift+KeyP" },
  { id: "draft", group: "writing", words: msg`write a private draft beside the paragraph`, key: "Alt+Shift+KeyN" },
  { id: "agreed", group: "marking", words: msg`agreed`, key: "Alt+Shift+Digit1" },
  { id: "to_revisit", group: "marking", words: msg`to revisit`, key: "Alt+Shift+Digit2" },
  { id: "no_agreement", group: "marking", words: msg`no agreement`, key: "Alt+Shift+Digit3" },
  { id: "divergent_opinion", group: "marking", words: msg`divergent opinion`, key: "Alt+Shift+Digit4" },
  {
    id: "discuss",
    group: "marking",
    words: msg`take the paragraph up for discussion, or lay it down`,
    key: "Alt+Shift+KeyD",
  },
  { id: "oral", group: "marking", words: msg`enter a proposal from the floor`, key: "o" },
  { id: "up", group: "order", words: msg`move the paragraph up`, key: "Alt+Shift+ArrowUp" },
  { id: "down", group: "order", words: msg`move the paragraph down`, key: "Alt+Shift+ArrowDown" },
  { id: "in", group: "order", words: msg`one level in`, key: "Alt+Shift+ArrowRight" },
  { id: "out", group: "order", words: msg`one level out`, key: "Alt+Shift+ArrowLeft" },
  { id: "reclassify", group: "order", words: msg`statement ↔ recommendation`, key: "Alt+Shift+KeyS" },
];

/** Keys as somebody has them on this device. */
export interface Keymap {
  /** Other keys than the usual ones; "" for none. */
  own: Partial<Record<CommandId, string>>;
  /** Whether a single character, such as "?", may be a key (WCAG 2.1.4). */
  bare: boolean;
}

const USUAL: Keymap = { own: {}, bare: true };

export function useKeymap() {
  const [kept, setKeymap] = useLocalStorage<Keymap>({
    key: "concord.keys",
    defaultValue: USUAL,
    getInitialValueInEffect: false,
  });
  return [kept, setKeymap] as const;
}

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const ALONE = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process", "Unidentified"]);
const BY_PLACE =
  /^(Key[A-Z]|Digit\d|Bracket(Left|Right)|Semicolon|Quote|Comma|Period|Slash|Backslash|Minus|Equal|Backquote)$/;

/** How the keys that are pressed are written: "Ctrl+KeyK", "Shift+F6", "?"; null for a modifier by itself. */
export function chordOf(event: Pressed): string | null {
  if (ALONE.has(event.key)) return null;
  const command = event.ctrlKey || event.metaKey;
  // A character is what was typed, whatever it took to type it.
  if (!command && !event.altKey && [...event.key].length === 1 && event.key !== " ") return event.key;
  const main = BY_PLACE.test(event.code) ? event.code : event.key === " " ? "Space" : event.key;
  const modifiers = [command && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift"].filter(Boolean);
  return [...modifiers, main].join("+");
}

/** Whether it is one character, typed without Ctrl or Alt. */
export function isBare(chord: string): boolean {
  return [...chord].length === 1;
}

/** The key of a command as things stand; "" where it has none, or one that is switched off. */
export function keyOf(id: CommandId, { own, bare }: Keymap): string {
  const chord = own[id] ?? COMMANDS.find((one) => one.id === id)?.key ?? "";
  return isBare(chord) && !bare ? "" : chord;
}

/** What the keys that are pressed do, if anything. */
export function commandOf(event: Pressed, keymap: Keymap): CommandId | null {
  const chord = chordOf(event);
  if (chord === null) return null;
  return COMMANDS.find(({ id }) => keyOf(id, keymap) === chord)?.id ?? null;
}

/** Which other command has these keys. */
export function clashOf(chord: string, id: CommandId, keymap: Keymap): Command | undefined {
  return COMMANDS.find((one) => one.id !== id && (keymap.own[one.id] ?? one.key) === chord);
}

/** Keys of reading and writing itself, and those that a browser keeps: no command can have them. */
const TAKEN =
  /^((Shift\+)?(Enter|Escape|Tab|Space|Backspace|Delete|Home|End|PageUp|PageDown|Arrow\w+)|(Ctrl|Alt)\+(Shift\+)?Tab|Ctrl\+(Key[ABCITUVWXYZ]|Shift\+Key[NTWXZ]|Period|Comma|Home|End|Arrow\w+|Backspace|Delete)|Alt\+(ArrowLeft|ArrowRight|Home|F4)|F5|F11|F12)$/;

export function isTaken(chord: string): boolean {
  return TAKEN.test(chord);
}

const SHOWN: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  BracketLeft: "[",
  BracketRight: "]",
  Semicolon: ";",
  Quote: "'",
  Comma: ",",
  Period: ".",
  Slash: "/",
  Backslash: "\\",
  Minus: "-",
  Equal: "=",
  Backquote: "`",
  Escape: "Esc",
};

/** Keys as they stand on a keyboard: "Ctrl+K", "Alt+[". */
export function keyWords(chord: string): string {
  if (isBare(chord)) return chord;
  return chord
    .split("+")
    .map((part) => SHOWN[part] ?? part.replace(/^(Key|Digit)(.)$/, "$2"))
    .join("+");
}

/** The key of a command on this device, as it is written beside it; "" for none. */
export function useKeyOf(id: CommandId): string {
  const [keymap] = useKeymap();
  return keyWords(keyOf(id, keymap));
}
