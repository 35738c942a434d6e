import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { Run } from "../../api/types";
import { canonicalJson, runsOf } from "../../editor/canonical";
import { createUndoManager, wordsOf } from "../../editor/ytext";
import { replaceWords } from "./replaceWords";

const someRuns = fc.array(
  fc.record({
    insert: fc
      .array(fc.constantFrom("a", "shall ", "[", "😀", "\n", " "), { minLength: 1 })
      .map((parts) => parts.join("")),
    attributes: fc.constantFrom(undefined, { bold: true }, { italic: true }),
  }) as fc.Arbitrary<Run>,
  { maxLength: 5 },
);

test("a text takes the words of a draft, marks included, and one undo takes them back", () => {
  fc.assert(
    fc.property(someRuns, someRuns, (before, after) => {
      const ytext = wordsOf(new Y.Doc());
      ytext.applyDelta(before.map(({ insert, attributes }) => ({ insert, attributes: attributes ?? {} })));
      const undo = createUndoManager(ytext);

      replaceWords(ytext, after);
      expect(canonicalJson(runsOf(ytext))).toBe(canonicalJson(after));

      undo.undo();
      expect(canonicalJson(runsOf(ytext))).toBe(canonicalJson(before));
    }),
    { numRuns: 100 },
  );
});
