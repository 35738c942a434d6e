import fc from "fast-check";
import { expect, test } from "vitest";
import type { Run } from "./canonical";
import { canonicalJson, canonicalRuns } from "./canonical";
import type { Delta } from "./delta";
import { apply, compose, difference, push, rebase } from "./delta";

const attributes = fc.oneof(
  fc.constant({}),
  fc.constantFrom({ bold: true }, { italic: true }, { bold: true, italic: true }, { link: "https://example.org/" }),
);
const changes = fc.constantFrom({}, { bold: true }, { bold: null }, { italic: true, bold: null }, { link: null });
const words = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "😀", "👩‍👧", "ش"), maxLength: 8 });
const text = fc.array(fc.record({ insert: words, attributes }), { maxLength: 5 }).map((runs) => canonicalRuns(runs));

/** A change that fits some words: indices that would split a pair are moved before it. */
function changeFrom(
  runs: Run[],
  plan: { kind: number; size: number; words: string; marks: object; change: object }[],
): Delta {
  const characters = runs.map((run) => run.insert).join("");
  const delta: Delta = [];
  let at = 0;
  for (const { kind, size, words: insert, marks, change } of plan) {
    if (kind === 0) {
      push(delta, Object.keys(marks).length ? { insert, attributes: { ...marks } } : { insert });
      continue;
    }
    let end = Math.min(characters.length, at + size);
    if (end < characters.length && (characters.charCodeAt(end) & 0xfc00) === 0xdc00) end--;
    if (kind === 1) push(delta, { delete: end - at });
    else
      push(delta, Object.keys(change).length ? { retain: end - at, attributes: { ...change } } : { retain: end - at });
    at = end;
  }
  const last = delta.at(-1);
  if (last && "retain" in last && !last.attributes) delta.pop();
  return delta;
}

const plan = fc.array(fc.record({ kind: fc.nat(2), size: fc.nat(6), words, marks: attributes, change: changes }), {
  maxLength: 6,
});

test("a change made of two does what one after the other does", () => {
  fc.assert(
    fc.property(text, plan, plan, (runs, one, two) => {
      const first = changeFrom(runs, one);
      const between = apply(runs, first);
      const second = changeFrom(between, two);
      expect(canonicalJson(apply(runs, compose(first, second)))).toBe(canonicalJson(apply(between, second)));
    }),
  );
});

test("two changes of the same words, each rebased over the other, lead to the same words", () => {
  fc.assert(
    fc.property(text, plan, plan, (runs, one, two) => {
      const mine = changeFrom(runs, one);
      const theirs = changeFrom(runs, two);
      const mineFirst = compose(mine, rebase(theirs, mine, false));
      const theirsFirst = compose(theirs, rebase(mine, theirs, true));
      expect(canonicalJson(apply(runs, mineFirst))).toBe(canonicalJson(apply(runs, theirsFirst)));
    }),
  );
});

test("the difference of two texts leads from one to the other and splits no pair", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const delta = difference(before, after);
      expect(canonicalJson(apply(before, delta))).toBe(canonicalJson(after));
      for (const op of delta) if ("insert" in op) expect(op.insert.isWellFormed()).toBe(true);
    }),
  );
});

test("two emoji that share half a pair are told as one replaced by the other", () => {
  expect(difference([{ insert: "a😀b" }], [{ insert: "a😁b" }])).toEqual([
    { retain: 1 },
    { insert: "😁" },
    { delete: 2 },
  ]);
});

test("a change of marks alone touches no character", () => {
  expect(
    difference([{ insert: "shall act" }], [{ insert: "shall", attributes: { bold: true } }, { insert: " act" }]),
  ).toEqual([{ retain: 5, attributes: { bold: true } }]);
});
