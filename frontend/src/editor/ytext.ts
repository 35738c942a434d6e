import * as Y from "yjs";
import { type Run, runsOf } from "./canonical";
import { chop, type Delta, marksDifference, partOfRuns, push } from "./delta";

/** The Yjs origin of what is typed in an editor; undo takes back only what bears it. */
export const typing = Object.freeze({ name: "typing" });

/** The Yjs origin of one's own words that find their place in another text; the caret goes behind them. */
export const comingBack = Object.freeze({ name: "coming back" });

/**
 * The words of a text. Yjs tidies redundant formatting in whoever receives it, and would send that tidying as an edit:
 * a reader would write. It is turned off here.
 */
export function wordsOf(ydoc: Y.Doc): Y.Text {
  const ytext = ydoc.getText("words");
  Object.defineProperty(ytext, "_hasFormatting", { get: () => false, set: () => {}, configurable: true });
  return ytext;
}

/**
 * What an event did to the words, given them before it. Read this and not `event.delta`: that one deletes redundant
 * formatting while it is being read, which in a reader is a write.
 */
export function changeOfEvent(event: Y.YTextEvent, before: readonly Run[]): Delta {
  const after = runsOf(event.target);
  const out: Delta = [];
  let [was, is] = [0, 0];
  for (let item = event.target._start; item; item = item.right) {
    if (!item.countable) continue;
    const added = event.adds(item);
    if (item.deleted) {
      if (added || !event.deletes(item)) continue;
      push(out, { delete: item.length });
      was += item.length;
    } else if (added) {
      for (const run of partOfRuns(after, is, is + item.length)) push(out, run);
      is += item.length;
    } else {
      const kept = [partOfRuns(before, was, was + item.length), partOfRuns(after, is, is + item.length)] as const;
      for (const op of marksDifference(...kept)) push(out, op);
      was += item.length;
      is += item.length;
    }
  }
  return chop(out);
}

/** Undo of one's own typing in one text; outlives the editors mounted on it. */
export function createUndoManager(ytext: Y.Text): Y.UndoManager {
  return new Y.UndoManager(ytext, { trackedOrigins: new Set([typing]), captureTimeout: 500 });
}

/** The position of an index as others can follow it through edits; it stays with the character before it. */
export function relativePosition(ytext: Y.Text, index: number): Y.RelativePosition {
  return Y.createRelativePositionFromTypeIndex(ytext, Math.min(index, ytext.length), -1);
}

/** The present index of such a position, or null if it is not of this text. */
export function absoluteIndex(ytext: Y.Text, position: Y.RelativePosition): number | null {
  if (!ytext.doc) return null;
  const absolute = Y.createAbsolutePositionFromRelativePosition(position, ytext.doc);
  return absolute && absolute.type === ytext ? Math.min(absolute.index, ytext.length) : null;
}
