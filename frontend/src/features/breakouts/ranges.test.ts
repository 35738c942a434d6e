import { expect, test } from "vitest";
import { givenWords, paragraphsNamed, rangesOf } from "./ranges";

const paragraphs = ["", "A.1", "A.2", "A.2(a)", "A.2(b)", "A.3", "A.4", "B.1", "B.2"].map((address, index) => ({
  id: `p${index}`,
  address,
  category: address.slice(0, 1),
  withdrawn: false,
}));
const addresses = (ids: string[]) => ids.map((id) => paragraphs.find((one) => one.id === id)?.address);

test("a range takes everything between its ends, and the letter may be left out of the second", () => {
  expect(addresses(paragraphsNamed("A.1–A.3", paragraphs).paragraphs)).toEqual([
    "A.1",
    "A.2",
    "A.2(a)",
    "A.2(b)",
    "A.3",
  ]);
  expect(addresses(paragraphsNamed("a.3 - 4, B.2", paragraphs).paragraphs)).toEqual(["A.3", "A.4", "B.2"]);
  expect(addresses(paragraphsNamed("A.4 to B.1", paragraphs).paragraphs)).toEqual(["A.4", "B.1"]);
});

test("what both ends have in common need not be said twice", () => {
  const articles = ["Article 3.1", "Article 3.2", "Article 3.12"].map((address, index) => ({
    id: `a${index}`,
    address,
    category: "x",
    withdrawn: false,
  }));
  expect(paragraphsNamed("Article 3.1–3.12", articles).paragraphs).toEqual(["a0", "a1", "a2"]);
  expect(paragraphsNamed("article 3.1–2", articles).paragraphs).toEqual(["a0", "a1"]);
});

test("sub-paragraphs come with the paragraph that they stand under", () => {
  expect(addresses(paragraphsNamed("A.2", paragraphs).paragraphs)).toEqual(["A.2", "A.2(a)", "A.2(b)"]);
  expect(addresses(paragraphsNamed("A.2(a)", paragraphs).paragraphs)).toEqual(["A.2(a)"]);
});

test("ends in the wrong order are the same range", () => {
  expect(addresses(paragraphsNamed("A.4–A.3", paragraphs).paragraphs)).toEqual(["A.3", "A.4"]);
});

test("a number that several paragraphs have takes its category before it", () => {
  const twice = ["x", "y"].map((category) => ({ id: category, address: "1.", category, withdrawn: false }));
  const codes = new Map([
    ["x", "Article 3"],
    ["y", "Article 4"],
  ]);
  expect(paragraphsNamed("1.", twice, codes)).toEqual({ paragraphs: [], unknown: ["1."] });
  expect(paragraphsNamed("Article 4 1.", twice, codes).paragraphs).toEqual(["y"]);
});

test("what names no paragraph is said", () => {
  expect(paragraphsNamed("A.1, Z.9, A.3–A.99", paragraphs).unknown).toEqual(["Z.9", "A.3–A.99"]);
  expect(paragraphsNamed(" , ", paragraphs)).toEqual({ paragraphs: [], unknown: [] });
});

test("a withdrawn paragraph is given to nobody", () => {
  const without = paragraphs.map((one) => ({ ...one, withdrawn: one.address === "A.3" }));
  expect(addresses(paragraphsNamed("A.2(b)–A.4", without).paragraphs)).toEqual(["A.2(b)", "A.4"]);
});

test("neighbours are written as ranges, in the order of the document", () => {
  const given = ["B.2", "A.3", "A.2(b)", "A.4"].flatMap((address) =>
    paragraphs.filter((one) => one.address === address),
  );
  expect(rangesOf(given, paragraphs)).toBe("A.2(b)–A.4, B.2");
  expect(givenWords({ categories: [{ code: "C" }], paragraphs: given }, paragraphs)).toBe("C, A.2(b)–A.4, B.2");
});
