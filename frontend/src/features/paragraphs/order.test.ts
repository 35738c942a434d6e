import { expect, test } from "vitest";
import type { Category, PageState, Paragraph } from "../../api/types";
import { stepPlace, withMoved } from "./order";

function state(places: Record<string, string[]>, withdrawn: string[] = []): PageState {
  const categories = Object.keys(places).map(
    (id) => ({ id, code: id, title: "", way: "anyone", counts: {} }) as Category,
  );
  const paragraphs = Object.entries(places).flatMap(([category, ids]) =>
    ids.map((id) => ({ id, category, withdrawn: withdrawn.includes(id) }) as Paragraph),
  );
  return { categories, paragraphs } as PageState;
}

const order = (of: PageState) => of.paragraphs.map((one) => `${one.category}${one.id}`).join(" ");
const two = state({ A: ["1", "2", "3"], B: ["4"], C: [] });

test("a paragraph goes after another, first in its category, or into an empty category", () => {
  expect(order(withMoved(two, "1", { after: "2", category: "A" }))).toBe("A2 A1 A3 B4");
  expect(order(withMoved(two, "3", { after: null, category: "A" }))).toBe("A3 A1 A2 B4");
  expect(order(withMoved(two, "1", { after: null, category: "C" }))).toBe("A2 A3 B4 C1");
});

test("a move after something that is gone changes nothing", () => {
  expect(withMoved(two, "1", { after: "gone", category: "A" })).toBe(two);
  expect(withMoved(two, "1", { after: "1", category: "A" })).toBe(two);
});

test("steps go up and down, and over the border of a category", () => {
  expect(stepPlace(two, "2", -1)).toEqual({ after: null, category: "A" });
  expect(stepPlace(two, "3", -1)).toEqual({ after: "1", category: "A" });
  expect(stepPlace(two, "2", 1)).toEqual({ after: "3", category: "A" });
  expect(stepPlace(two, "3", 1)).toEqual({ after: null, category: "B" });
  expect(stepPlace(two, "4", -1)).toEqual({ after: "3", category: "A" });
  expect(stepPlace(two, "1", -1)).toBeNull();
});

test("a step passes over withdrawn paragraphs that are not shown", () => {
  const some = state({ A: ["1", "2", "3"] }, ["2"]);
  expect(stepPlace(some, "1", 1)).toEqual({ after: "3", category: "A" });
  expect(stepPlace(some, "3", -1)).toEqual({ after: null, category: "A" });
  expect(stepPlace(some, "1", 1, true)).toEqual({ after: "2", category: "A" });
});
