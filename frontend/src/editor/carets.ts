import * as Y from "yjs";
import { absoluteIndex } from "./ytext";

/** Where somebody else is in this text; the label is their delegation, the ends are Yjs relative positions as JSON. */
export interface Caret {
  id: string;
  label: string;
  colour: string;
  anchor: unknown;
  head: unknown;
}

/** Who is in one text, and where oneself is. */
export interface CaretSource {
  list(): readonly Caret[];
  subscribe(changed: () => void): () => void;
  setLocal(selection: { anchor: unknown; head: unknown } | null): void;
}

/** The present indices of somebody's selection, or null when it is not in this text. */
export function caretIndices(ytext: Y.Text, caret: Caret): { anchor: number; head: number } | null {
  try {
    const anchor = absoluteIndex(ytext, Y.createRelativePositionFromJSON(caret.anchor));
    const head = absoluteIndex(ytext, Y.createRelativePositionFromJSON(caret.head));
    return anchor === null || head === null ? null : { anchor, head };
  } catch {
    // What others send is not to be trusted to be a position.
    return null;
  }
}
