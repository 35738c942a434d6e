import type { Category, DocumentEvent, PageState, Paragraph, ParagraphChange } from "../api/types";

/** The page state after an event, or null if it cannot be told from here and must be fetched. */
export function applyEvent(state: PageState, event: DocumentEvent): PageState | null {
  if (event.number !== state.seq + 1) return null;
  const categories = mergeCategories(state.categories, event.categories ?? []);
  if (!categories || event.kind === "document.changed") return null;
  const order = new Map(categories.map((category, i) => [category.id, i]));
  let paragraphs = state.paragraphs;
  for (const change of event.paragraphs ?? []) {
    const next = applyChange(paragraphs, change, order);
    if (!next) return null;
    paragraphs = next;
  }
  return { ...state, seq: event.number, categories, paragraphs };
}

function mergeCategories(before: Category[], changes: DocumentEvent["categories"]): Category[] | null {
  if (changes.length === 0) return before;
  const known = new Set(before.map((category) => category.id));
  // A new category, or one that changed its place: the whole order is wanted.
  if (changes.some((change) => !known.has(change.id) || "after" in change)) return null;
  const byId = new Map(changes.map((change) => [change.id, change]));
  return before.map((category) => ({ ...category, ...byId.get(category.id) }));
}

function applyChange(paragraphs: Paragraph[], change: ParagraphChange, order: Map<string, number>): Paragraph[] | null {
  const { after, ...facts } = change;
  const at = paragraphs.findIndex((paragraph) => paragraph.id === change.id);
  const before = paragraphs[at];
  if (!before && !isWhole(facts)) return null;
  const { pending: _pending, ...known } = before ?? {};
  const paragraph = { ...known, ...facts } as Paragraph;
  if (before && after === undefined && paragraph.category === before.category) {
    return paragraphs.with(at, paragraph);
  }
  if (after === undefined) return null;
  return place(
    paragraphs.filter((one) => one.id !== change.id),
    paragraph,
    after,
    order,
  );
}

const isWhole = (facts: Partial<Paragraph>): facts is Paragraph =>
  facts.text !== undefined &&
  facts.runs !== undefined &&
  facts.category !== undefined &&
  facts.generation !== undefined;

/** Puts a paragraph after another one, or first in its category. */
export function place(
  paragraphs: Paragraph[],
  paragraph: Paragraph,
  after: string | null,
  order: Map<string, number>,
): Paragraph[] | null {
  let index = 0;
  if (after !== null) {
    index = paragraphs.findIndex((one) => one.id === after) + 1;
    if (index === 0) return null;
  } else {
    const mine = order.get(paragraph.category) ?? Number.POSITIVE_INFINITY;
    const next = paragraphs.findIndex((one) => (order.get(one.category) ?? Number.POSITIVE_INFINITY) >= mine);
    index = next === -1 ? paragraphs.length : next;
  }
  return paragraphs.toSpliced(index, 0, paragraph);
}

export const orderOf = (state: PageState): Map<string, number> =>
  new Map(state.categories.map((category, i) => [category.id, i]));
