import type { PageState, Paragraph } from "../../api/types";

/** Where a paragraph goes: after another of that category, or first in it. */
export interface Place {
  after: string | null;
  category: string;
}

/** The paragraphs of each category in reading order; categories without any are there too. */
export function byCategory(state: Pick<PageState, "categories" | "paragraphs">): Map<string, Paragraph[]> {
  const groups = new Map<string, Paragraph[]>(state.categories.map((category) => [category.id, []]));
  for (const paragraph of state.paragraphs) groups.get(paragraph.category)?.push(paragraph);
  return groups;
}

/** The page state with one paragraph elsewhere; the same state if it or its new neighbour is not there. */
export function withMoved(state: PageState, id: string, { after, category }: Place): PageState {
  const moving = state.paragraphs.find((one) => one.id === id);
  if (!moving || after === id) return state;
  const groups = byCategory({ ...state, paragraphs: state.paragraphs.filter((one) => one.id !== id) });
  const group = groups.get(category);
  const index = after === null ? 0 : (group?.findIndex((one) => one.id === after) ?? -1) + 1;
  if (!group || (after !== null && index === 0)) return state;
  group.splice(index, 0, { ...moving, category });
  return { ...state, paragraphs: [...groups.values()].flat() };
}

/** The page state with something else about one paragraph. */
export function withChanged(state: PageState, id: string, change: Partial<Paragraph>): PageState {
  return { ...state, paragraphs: state.paragraphs.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

/**
 * One step up or down in reading order, over the border of a category where need be; null at the very ends. Withdrawn
 * paragraphs are stepped over unless they are shown.
 */
export function stepPlace(state: PageState, id: string, by: -1 | 1, withdrawnShown = false): Place | null {
  const moving = state.paragraphs.find((one) => one.id === id);
  if (!moving) return null;
  const seen = (one: Paragraph) => one.id !== id && (withdrawnShown || !one.withdrawn);
  const groups = byCategory(state);
  const group = groups.get(moving.category) ?? [];
  const at = group.findIndex((one) => one.id === id);
  if (by === 1) {
    const below = group.slice(at + 1).find(seen);
    if (below) return { after: below.id, category: moving.category };
  } else {
    const above = group.slice(0, at).filter(seen).at(-1);
    if (above) {
      const before = group[group.indexOf(above) - 1];
      return { after: before?.id ?? null, category: moving.category };
    }
  }
  const index = state.categories.findIndex((one) => one.id === moving.category) + by;
  const next = state.categories[index];
  if (!next) return null;
  return { after: by === 1 ? null : (groups.get(next.id)?.at(-1)?.id ?? null), category: next.id };
}
