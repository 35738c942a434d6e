import type { Run } from "./canonical";
import { plainText } from "./canonical";
import { blocksOfNode, htmlOfRuns, joinBlocks, plainOfRuns } from "./clipboard";
import { FOOTNOTE_CHARACTER } from "./marks";

interface Copied {
  runs: Run[];
  /** The paragraph's label, where the selection takes the paragraph from its beginning. */
  label: string;
}

/** The words that a selection covers, by paragraph; elements that bear words say so by `data-words`. */
export function selectedWords(selection: Selection | null, root: ParentNode): Copied[] {
  const copied: Copied[] = [];
  if (!selection || selection.isCollapsed) return copied;
  for (let i = 0; i < selection.rangeCount; i++) {
    const range = selection.getRangeAt(i);
    for (const element of root.querySelectorAll<HTMLElement>("[data-words]")) {
      if (!range.intersectsNode(element)) continue;
      const part = document.createRange();
      part.selectNodeContents(element);
      let whole = range.comparePoint(element, 0) >= 0;
      if (!whole) {
        const before = part.cloneRange();
        before.setEnd(range.startContainer, range.startOffset);
        whole = before.toString() === "";
        part.setStart(range.startContainer, range.startOffset);
      }
      if (range.comparePoint(element, element.childNodes.length) > 0) part.setEnd(range.endContainer, range.endOffset);
      const words = document.createElement("div");
      words.dataset.words = "";
      words.append(part.cloneContents());
      for (const caret of words.querySelectorAll(".other-caret")) caret.remove();
      const runs = joinBlocks(blocksOfNode(words));
      const label = whole ? (element.closest<HTMLElement>("[data-label]")?.dataset.label ?? "") : "";
      if (plainText(runs).replaceAll(FOOTNOTE_CHARACTER, "")) copied.push({ runs, label });
    }
  }
  return copied;
}

/** Puts words on a clipboard as plain text and as HTML. */
export function writeClipboard(data: DataTransfer, copied: readonly Copied[], labels: boolean): void {
  const plain = copied.map(({ runs, label }) => (labels && label ? `${label} ` : "") + plainOfRuns(runs));
  data.setData("text/plain", plain.join("\n\n"));
  data.setData("text/html", copied.map(({ runs, label }) => htmlOfRuns(runs, labels ? label : "")).join(""));
}

/**
 * Makes copying take all paragraphs that a selection spans; editors see the event only when they alone are meant.
 * Returns what stops it.
 */
export function copyAcrossParagraphs(root: HTMLElement, options: { labels: () => boolean }): () => void {
  const copy = (event: ClipboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!event.clipboardData || target?.closest('[contenteditable="true"], input, textarea')) return;
    const copied = selectedWords(document.getSelection(), root);
    if (!copied.length) return;
    writeClipboard(event.clipboardData, copied, copied.length > 1 && options.labels());
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("copy", copy, { capture: true });
  return () => document.removeEventListener("copy", copy, { capture: true });
}
