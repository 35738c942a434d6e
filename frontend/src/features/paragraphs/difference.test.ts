import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, type Run } from "../../editor/canonical";
import { difference } from "./difference";

const words = (text: string): Run[] => [{ insert: text }];

function told(earlier: string, later: string) {
  return difference(words(earlier), words(later)).map(({ kind, runs }) => {
    const text = runs.map((run) => run.insert).join("");
    return kind === "same" ? text : kind === "added" ? `+${text}+` : `-${text}-`;
  });
}

test("a changed word is one removal and one addition, whole", () => {
  expect(told("States should promote access.", "States shall promote access.")).toEqual([
    "States ",
    "-should-",
    "+shall+",
    " promote access.",
  ]);
});

test("words changed side by side read as one change", () => {
  expect(told("to support open data", "to promote free data")).toEqual([
    "to ",
    "-support open-",
    "+promote free+",
    " data",
  ]);
});

test("a bracket is a change of its own", () => {
  expect(told("[shall] act", "shall act")).toEqual(["-[-", "shall", "-]-", " act"]);
});

test("a mark alone is a change", () => {
  const bold: Run[] = [{ insert: "act ", attributes: { bold: true } }, { insert: "now" }];
  expect(difference(words("act now"), bold).map((one) => one.kind)).toContain("added");
});

const someRuns = fc.array(
  fc.record({
    insert: fc
      .array(fc.constantFrom("a", "shall ", "[", "]", "😀", "عربي ", "\n", " "), { minLength: 1 })
      .map((x) => x.join("")),
    attributes: fc.constantFrom(undefined, { bold: true }, { link: "https://example.org" }),
  }) as fc.Arbitrary<Run>,
  { maxLength: 6 },
);

test("without its additions a difference is the earlier words, without its removals the later", () => {
  fc.assert(
    fc.property(someRuns, someRuns, (earlier, later) => {
      const stretches = difference(earlier, later);
      const keep = (not: string) => stretches.filter((one) => one.kind !== not).flatMap((one) => one.runs);
      expect(canonicalJson(keep("added"))).toBe(canonicalJson(earlier));
      expect(canonicalJson(keep("removed"))).toBe(canonicalJson(later));
    }),
    { numRuns: 150 },
  );
});
