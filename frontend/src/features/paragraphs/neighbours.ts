import { t } from "@lingui/core/macro";
import type { DocumentMe, PageState, Paragraph } from "../../api/types";
import { placeOf } from "./place";
import { rightsFor } from "./rights";

/** The paragraph that stands directly before or after one in its category; withdrawn ones are stepped over. */
export function neighbourOf(state: PageState, paragraph: Paragraph, by: -1 | 1): Paragraph | null {
  const list = state.paragraphs.filter(
    (one) => one.category === paragraph.category && (!one.withdrawn || one.id === paragraph.id),
  );
  return list[list.findIndex((one) => one.id === paragraph.id) + by] ?? null;
}

/** Why a paragraph cannot be joined with the one beside it, as a sentence; empty where it can. */
export function whyNotJoined(
  state: PageState,
  me: DocumentMe | null,
  neighbour: Paragraph | null,
  by: -1 | 1,
  isShown: (id: string) => boolean,
): string {
  if (!neighbour) {
    return by === -1
      ? t`This is the first paragraph of its category: there is none before it to join.`
      : t`This is the last paragraph of its category: there is none after it to join.`;
  }
  const place = placeOf(neighbour);
  if (!isShown(neighbour.id)) return t`${place} is not shown just now, so it is not joined.`;
  const way = state.categories.find((one) => one.id === neighbour.category)?.way ?? "closed";
  const { write, why } = rightsFor(neighbour, way, me);
  return write ? "" : t`Not joined with ${place}. ${why}`;
}
