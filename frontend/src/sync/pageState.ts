import type { Category, DocumentEvent, PageState, Paragraph, ParagraphChange } from "../api/types";

/** The page state after an event, or null if it cannot be told from here and must be fetched. */
export function applyEvent(state: PageState, event: DocumentEvent): PageState | null {
  if (event.number !== state.seq + 1 || event.kind === "document.changed") return null;
  const categories = mergeCategories(state.categories, event);
  if (!categories) return null;
  const order = orderOf(categories);
  let paragraphs = state.paragraphs;
  for (const change of event.paragraphs ?? []) {
    const next = applyChange(paragraphs, change, order);
    if (!next) return null;
    paragraphs = next;
  }
  if (categories !== state.categories && event.kind === "category.changed") paragraphs = sorted(paragraphs, order);
  paragraphs = withLabels(paragraphs, event.labels ?? {});
  const record = event.record === undefined ? state.record : event.record;
  return { ...state, ...event.document, seq: event.number, categories, paragraphs, record };
}

function mergeCategories(before: Category[], event: DocumentEvent): Category[] | null {
  const changes = event.categories ?? [];
  if (event.kind === "category.changed") return changes.length ? changes : null;
  const byId = new Map(changes.map((change) => [change.id, change]));
  const after = before.map((category) => byId.get(category.id) ?? category);
  return changes.every((change) => before.some((category) => category.id === change.id)) ? after : null;
}

function applyChange(paragraphs: Paragraph[], change: ParagraphChange, order: Map<string, number>): Paragraph[] | null {
  const at = paragraphs.findIndex((paragraph) => paragraph.id === change.id);
  const before = paragraphs[at];
  if (!before && !isWhole(change)) return null;
  const { pending: _pending, ...known } = before ?? {};
  const paragraph = { ...known, ...change } as Paragraph;
  const stays =
    before?.category === paragraph.category &&
    (change.after === undefined || precedes(paragraphs, at) === change.after);
  if (before && stays) return paragraphs.with(at, paragraph);
  const others = paragraphs.filter((one) => one.id !== change.id);
  return place(others, paragraph, paragraph.after ?? null, order);
}

/** The paragraph before the one at this index, in its category. */
function precedes(paragraphs: Paragraph[], at: number): string | null {
  const before = paragraphs[at - 1];
  return before && before.category === paragraphs[at]?.category ? before.id : null;
}

const isWhole = (change: ParagraphChange): change is Paragraph =>
  change.text !== undefined && change.runs !== undefined && change.category !== undefined;

function withLabels(paragraphs: Paragraph[], labels: DocumentEvent["labels"]): Paragraph[] {
  return paragraphs.map((paragraph) => {
    const [label, address] = labels[paragraph.id] ?? [paragraph.label, paragraph.address];
    return label === paragraph.label && address === paragraph.address ? paragraph : { ...paragraph, label, address };
  });
}

function sorted(paragraphs: Paragraph[], order: Map<string, number>): Paragraph[] {
  const rank = (paragraph: Paragraph) => order.get(paragraph.category) ?? Number.POSITIVE_INFINITY;
  return paragraphs.toSorted((a, b) => rank(a) - rank(b));
}

/** Puts a paragraph after another one, or first in its category; null if there is no such other one. */
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

export const orderOf = (categories: Category[]): Map<string, number> =>
  new Map(categories.map((category, i) => [category.id, i]));
