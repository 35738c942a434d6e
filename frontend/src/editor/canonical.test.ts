import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import vectors from "../../../tests/fixtures/canonical/vectors.json";
import type { Run } from "./canonical";
import { canonicalJson, canonicalRuns, contentHash, runsOf } from "./canonical";

test.each(vectors)("E3: $name", ({ delta, canonical, hash }) => {
  expect(canonicalJson(delta as Run[])).toBe(canonical);
  expect(contentHash(delta as Run[])).toBe(hash);
});

test("E3: the canonical form of the canonical form is itself", () => {
  const run = fc.record(
    { insert: fc.string({ unit: "grapheme" }), attributes: fc.dictionary(fc.string(), fc.jsonValue()) },
    { requiredKeys: ["insert"] },
  );
  fc.assert(
    fc.property(fc.array(run), (runs) => {
      const once = canonicalRuns(runs);
      expect(canonicalRuns(once)).toEqual(once);
      expect(canonicalJson(once)).toBe(canonicalJson(runs));
      expect(JSON.stringify(JSON.parse(canonicalJson(runs)))).toHaveLength(canonicalJson(runs).length);
    }),
  );
});

test("E3: however a text came about, equal words have one hash", () => {
  const one = new Y.Doc().getText("words");
  one.insert(0, "The Group", {});
  one.format(4, 5, { bold: true });
  const other = new Y.Doc().getText("words");
  other.insert(0, "up", { bold: true });
  other.insert(0, "Gro", { bold: true });
  other.insert(0, "The ", { italic: true });
  other.format(0, 4, { italic: null });

  expect(contentHash(runsOf(one))).toBe(contentHash(runsOf(other)));
});
