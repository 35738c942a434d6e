import type { RowActions } from "../../features/paragraphs/actions";
import { rowOf, type View } from "./view";

/** Goes to the next bracket after the selection, or after the present paragraph's beginning; round again at the end. */
export function nextBracket(view: View, actions: RowActions): void {
  const text = document.getElementById("document");
  const all = [...(text?.querySelectorAll<HTMLElement>("[data-words] .bracket:not(.bracket-place)") ?? [])];
  if (all.length === 0) return;
  const next = all.find((bracket) => isAfter(bracket, view)) ?? all[0];
  const id = next?.closest<HTMLElement>("[data-paragraph]")?.dataset.paragraph;
  if (!next || !id) return;

  // In an editor the selection is the caret; elsewhere the row takes the keyboard and the bracket is shown selected.
  const editable = next.closest<HTMLElement>('[contenteditable="true"]');
  actions.select(id);
  if (editable) editable.focus();
  else rowOf(id)?.focus({ preventScroll: true });
  const range = document.createRange();
  range.selectNodeContents(next);
  const selection = document.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  next.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => next.scrollIntoView({ block: "center" }));
}

function isAfter(bracket: HTMLElement, { current }: View): boolean {
  const row = current ? rowOf(current) : null;
  const selection = document.getSelection();
  const anchor = selection?.rangeCount ? selection.getRangeAt(0) : null;
  const from = anchor && row?.contains(anchor.startContainer) ? anchor : null;
  // A selected bracket's range ends inside it: the next one begins after that.
  if (from) return from.comparePoint(bracket, 0) > 0 && !bracket.contains(from.startContainer);
  return (
    !row ||
    Boolean(
      row.compareDocumentPosition(bracket) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY),
    )
  );
}
