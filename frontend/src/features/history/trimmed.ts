import type { Change } from "../../api/types";

/** So many characters stand around a change. */
const AROUND = 36;

/** A difference with what stayed the same left out, but for some words around each change. */
export function trimmed(changes: readonly Change[]): Change[] {
  return changes.map((change, index) => {
    if (change.op !== "equal") return change;
    const first = index === 0;
    const last = index === changes.length - 1;
    const { text } = change;
    const head = first ? "" : start(text);
    const tail = last ? "" : end(text);
    if (head.length + tail.length + 8 >= text.length) return change;
    return { ...change, text: `${head}${head ? " " : ""}…${tail ? " " : ""}${tail}` };
  });
}

/** Whether anything would be left out. */
export function isTrimmed(changes: readonly Change[]): boolean {
  return trimmed(changes).some((one, index) => one !== changes[index]);
}

/** The beginning up to the end of a word. */
function start(text: string): string {
  const cut = [...text].slice(0, AROUND).join("");
  if (cut.length === text.length) return text;
  return cut.replace(/\s+\S*$/u, "") || cut;
}

function end(text: string): string {
  const cut = [...text].slice(-AROUND).join("");
  if (cut.length === text.length) return text;
  return cut.replace(/^\S*\s+/u, "") || cut;
}
