import type * as Y from "yjs";
import type { Run } from "../../api/types";
import { runsOf } from "../../editor/canonical";
import { typing } from "../../editor/ytext";
import { difference } from "./difference";

/** Makes a text say these words by changing only what differs, as one step that its author can undo. */
export function replaceWords(ytext: Y.Text, words: readonly Run[]): void {
  const ops = difference(runsOf(ytext), words).flatMap(({ kind, runs }) =>
    runs.map((run) => {
      if (kind === "same") return { retain: run.insert.length };
      if (kind === "removed") return { delete: run.insert.length };
      return { insert: run.insert, attributes: run.attributes ?? {} };
    }),
  );
  ytext.doc?.transact(() => ytext.applyDelta(ops), typing);
}
