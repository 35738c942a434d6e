import type { Match } from "../../features/paragraphs/find";
import { rowOf } from "./view";

/** So many are shown, no more: the page must stay quick. */
const MOST = 2_000;

/** A stretch of the words of a paragraph as the page shows them; null where they are not (yet) the same. */
export function rangeIn(paragraph: string, { start, end }: Match): Range | null {
  const words = rowOf(paragraph)?.querySelector<HTMLElement>('[data-words], [contenteditable="true"]');
  if (!words) return null;
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (!begun && start < at + length) {
      range.setStart(node, start - at);
      begun = true;
    }
    if (begun && end <= at + length) {
      range.setEnd(node, end - at);
      return range;
    }
    at += length;
  }
  return null;
}

/** Shows stretches as found, and one of them as the present one, without touching the page's elements. */
export function highlight(
  found: { id: string; matches: Match[] }[],
  present: { id: string; match: Match } | null,
): void {
  if (typeof Highlight === "undefined") return;
  const ranges: Range[] = [];
  for (const { id, matches } of found) {
    for (const match of matches) {
      if (ranges.length >= MOST) break;
      const range = rangeIn(id, match);
      if (range) ranges.push(range);
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
  const here = present && rangeIn(present.id, present.match);
  if (here) CSS.highlights.set("found-here", new Highlight(here));
  else CSS.highlights.delete("found-here");
}

export function endHighlight(): void {
  if (typeof Highlight === "undefined") return;
  CSS.highlights.delete("found");
  CSS.highlights.delete("found-here");
}
