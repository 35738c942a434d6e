import fc from "fast-check";
import { expect, test } from "vitest";
import vectors from "../../../tests/fixtures/brackets/vectors.json";
import { bracketClass, bracketed, bracketSigns, findBrackets, MOST_SHOWN } from "./brackets";

test.each(vectors)("brackets of $text are those of the shared vectors", ({ text, spans, unclosed, unopened }) => {
  expect(findBrackets(text)).toEqual({ spans, unclosed, unopened });
});

const bracketing = fc.string({ unit: fc.constantFrom("[", "]", "a", " ", "😀", "\n"), maxLength: 60 });

test("every bracket character is told exactly once, in order", () => {
  fc.assert(
    fc.property(bracketing, (text) => {
      const signs = bracketSigns(text);
      const expected = [...text.matchAll(/[[\]]/g)].map((match) => match.index);
      expect(signs.map((sign) => sign.index)).toEqual(expected);
    }),
  );
});

test("depth is the number of pairs around a pair, itself included", () => {
  fc.assert(
    fc.property(bracketing, (text) => {
      const { spans } = findBrackets(text);
      for (const span of spans) {
        const around = spans.filter((other) => other.start <= span.start && other.end >= span.end);
        expect(span.depth).toBe(around.length);
      }
    }),
  );
});

test("four colours come in turn, and a bracket alone is told by more than colour", () => {
  expect(bracketClass({ index: 0, depth: 1, kind: "matched" })).toBe("bracket b1");
  expect(bracketClass({ index: 0, depth: 5, kind: "matched" })).toBe("bracket b1");
  expect(bracketClass({ index: 0, depth: 0, kind: "unclosed" })).toBe("bracket bracket-alone");
});

test("a text of nothing but brackets is counted whole and coloured in part", () => {
  const text = "[".repeat(50_000) + "]".repeat(50_000);
  expect(findBrackets(text).spans).toHaveLength(50_000);
  expect(bracketSigns(text)).toHaveLength(MOST_SHOWN);
});

test("brackets that only hold a place have a look of their own, wherever they stand", () => {
  const text = "[Article [3 ter]] and [3 ter]";

  expect(bracketed(text)).toEqual(["[Article [3 ter]]", "[3 ter]"]);
  expect(bracketSigns(text, ["[3 ter]"]).map(({ index, kind }) => [index, kind])).toEqual([
    [0, "matched"],
    [9, "placeholder"],
    [15, "placeholder"],
    [16, "matched"],
    [22, "placeholder"],
    [28, "placeholder"],
  ]);
});
