import { describe, expect, it } from "vitest";
import type { Category, DocumentEvent, PageState, Paragraph } from "../api/types";
import { NONE } from "../testing/counts";
import { aPageState, aParagraph } from "../testing/pages";
import { applyEvent } from "./pageState";

function category(id: string): Category {
  return { id, code: id.toUpperCase(), title: "", way: "anyone", counts: NONE };
}

function paragraph(id: string, inCategory: string, after: string | null = null): Paragraph {
  return aParagraph(id, { category: inCategory, after, words: id });
}

const state = aPageState({
  seq: 4,
  categories: [category("a"), category("b"), category("c")],
  paragraphs: [paragraph("a1", "a"), paragraph("a2", "a", "a1"), paragraph("c1", "c")],
});

function event(change: Partial<DocumentEvent>): DocumentEvent {
  return {
    type: "event",
    number: 5,
    kind: "paragraph.changed",
    by: "Ana",
    paragraphs: [],
    categories: [],
    labels: {},
    ...change,
  };
}

const ids = (after: PageState | null) => after?.paragraphs.map((one) => one.id);

describe("an event of a document", () => {
  it("is applied only when it is the next one", () => {
    expect(applyEvent(state, event({ number: 6 }))).toBeNull();
    expect(applyEvent(state, event({ number: 4 }))).toBeNull();
    expect(applyEvent(state, event({}))?.seq).toBe(5);
  });

  it("changes facts and keeps the words it does not tell", () => {
    const { runs: _runs, words: _words, ...facts } = { ...paragraph("a1", "a"), level: 2 };
    const after = applyEvent(state, event({ paragraphs: [facts] }));

    expect(after?.paragraphs[0]).toMatchObject({ level: 2, words: "a1" });
    expect(after?.paragraphs[1]).toBe(state.paragraphs[1]);
  });

  it("puts a new paragraph where it stands, also first in a category and in an empty one", () => {
    const added = (one: Paragraph) => ids(applyEvent(state, event({ kind: "paragraph.added", paragraphs: [one] })));

    expect(added(paragraph("n", "a", "a1"))).toEqual(["a1", "n", "a2", "c1"]);
    expect(added(paragraph("n", "a"))).toEqual(["n", "a1", "a2", "c1"]);
    expect(added(paragraph("n", "b"))).toEqual(["a1", "a2", "n", "c1"]);
    expect(added(paragraph("n", "c", "c1"))).toEqual(["a1", "a2", "c1", "n"]);
  });

  it("moves a paragraph, also to another category", () => {
    const moved = (one: Paragraph) => ids(applyEvent(state, event({ kind: "paragraph.moved", paragraphs: [one] })));

    expect(moved(paragraph("a2", "a"))).toEqual(["a2", "a1", "c1"]);
    expect(moved(paragraph("a1", "c", "c1"))).toEqual(["a2", "c1", "a1"]);
    expect(moved(paragraph("c1", "b"))).toEqual(["a1", "a2", "c1"]);
  });

  it("renumbers paragraphs it does not otherwise concern", () => {
    const after = applyEvent(state, event({ labels: { a2: ["3.", "A.3"] } }));

    expect(after?.paragraphs[1]).toMatchObject({ label: "3.", address: "A.3" });
    expect(after?.paragraphs[0]).toBe(state.paragraphs[0]);
  });

  it("takes the place of the paragraph that only this page knew", () => {
    const mine = { ...paragraph("n", "a", "a1"), pending: true };
    const before = { ...state, paragraphs: state.paragraphs.toSpliced(1, 0, mine) };
    const after = applyEvent(before, event({ kind: "paragraph.added", paragraphs: [paragraph("n", "a", "a1")] }));

    expect(ids(after)).toEqual(["a1", "n", "a2", "c1"]);
    expect(after?.paragraphs[1]).not.toHaveProperty("pending");
  });

  it("gives categories a new order, and their paragraphs with them", () => {
    const categories = [category("c"), category("a"), category("b")];
    const after = applyEvent(state, event({ kind: "category.changed", categories }));

    expect(ids(after)).toEqual(["c1", "a1", "a2"]);
  });

  it("asks for the whole state when it cannot be told from here", () => {
    const { runs: _runs, ...unknown } = paragraph("n", "a", "a1");

    expect(applyEvent(state, event({ paragraphs: [unknown] }))).toBeNull();
    expect(applyEvent(state, event({ paragraphs: [paragraph("n", "a", "nobody")] }))).toBeNull();
    expect(applyEvent(state, event({ kind: "document.changed" }))).toBeNull();
    expect(applyEvent(state, event({ categories: [category("x")] }))).toBeNull();
  });
});
