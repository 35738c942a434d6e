import { expect, test } from "vitest";
import { findPlaces, nextUndecided } from "./goto";

function place(label: string | null, words = "", withdrawn = false) {
  return { id: label ?? words, label, words, withdrawn };
}

const paragraphs = [
  place("A.1", "Access for all"),
  place("A.12", "Capacity building"),
  place("A.12(a)", "training"),
  place("A.12(b)", "fellowships"),
  place("B.12", "Access to data"),
  place(null, "A heading"),
  place("C.1", "withdrawn words", true),
];

function labels(typed: string) {
  return findPlaces(paragraphs, typed).map((one) => one.id);
}

test("a label is found however it is written", () => {
  for (const typed of ["A.12", "a12", "a 12", " A-12 ", "a.12."]) expect(labels(typed)[0]).toBe("A.12");
});

test("the label itself comes before its sub-paragraphs, and those before labels that merely begin with the same digits", () => {
  expect(labels("A.12")).toEqual(["A.12", "A.12(a)", "A.12(b)"]);
  expect(labels("a1")).toEqual(["A.1", "A.12", "A.12(a)", "A.12(b)"]);
  expect(labels("A.12(b)")).toEqual(["A.12(b)"]);
});

test("three letters or more are looked for in the words as well", () => {
  expect(labels("access")).toEqual(["A.1", "B.12"]);
  expect(labels("head")).toEqual(["A heading"]);
});

test("nothing typed finds nothing, and withdrawn paragraphs are not offered", () => {
  expect(labels("  ")).toEqual([]);
  expect(labels("C.1")).toEqual([]);
});

test("next undecided skips what is decided, plain or withdrawn, and goes round at the end", () => {
  const rows = [
    { id: "1", status: "to_revisit", withdrawn: false, kind: "recommendation" },
    { id: "2", status: "agreed", withdrawn: false, kind: "recommendation" },
    { id: "3", status: "not_yet_discussed", withdrawn: true, kind: "recommendation" },
    { id: "4", status: "not_yet_discussed", withdrawn: false, kind: "plain" },
    { id: "5", status: "not_yet_discussed", withdrawn: false, kind: "statement" },
  ];

  expect(nextUndecided(rows, "1")?.id).toBe("5");
  expect(nextUndecided(rows, "5")?.id).toBe("1");
  expect(nextUndecided(rows, null)?.id).toBe("1");
  expect(nextUndecided(rows.slice(1, 4), "2")).toBeUndefined();
});
