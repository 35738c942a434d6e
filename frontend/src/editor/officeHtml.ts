import { MAX_FOOTNOTE } from "./marks";

// What word processors and web pages put on the clipboard around the words: notes, tracked changes, comments.

/** References to notes whose words were not copied with them. */
const BARE_REFERENCES = ".MsoFootnoteReference, .MsoEndnoteReference, .sdfootnoteanc, .sdendnoteanc, [id^='ftnt_ref']";

/** Somebody deleted this, or remarked on it; it is not among the words. */
const NOT_WORDS =
  "del[datetime], del[cite], .msoDel, .MsoCommentReference, .msocomanchor, [style*='mso-element:comment' i], " +
  "[style*='mso-comment' i]";

/** So many notes are looked for, no more. */
const MOST_NOTES = 1_000;

/** Puts right, in a parsed document of its own, what HTML from elsewhere means by what it says. */
export function tidyOffice(doc: Document): void {
  for (const element of doc.querySelectorAll(NOT_WORDS)) element.remove();
  // Tracked insertions are words like others; the underline is only how they are shown.
  for (const element of doc.querySelectorAll("ins[datetime], ins[cite], .msoIns")) unwrap(element);
  for (const element of doc.querySelectorAll("[style*='mso-tab-count' i]")) element.replaceWith("\t");
  for (const element of [...doc.getElementsByTagName("o:p")]) if (!element.textContent?.trim()) element.remove();
  takeNotes(doc);
}

/** How deep a list stands, in whatever way the source says it; 0 for what is in none. */
export function listDepth(element: Element): number {
  const word = /mso-list:\s*\S+\s+level(\d+)/i.exec(
    element.closest("[style*='mso-list' i]")?.getAttribute("style") ?? "",
  );
  if (word) return Number(word[1]);
  let depth = 0;
  for (let at = element.closest("li"); at; at = at.parentElement?.closest("li") ?? null) depth += 1;
  // Google Docs lays nested lists beside the items they belong to.
  const said = Number(element.closest("[aria-level]")?.getAttribute("aria-level") ?? 0);
  return depth > 0 ? Math.max(depth, said) : 0;
}

/** Makes footnotes of references and the notes they lead to: a note leads back to where it belongs. */
function takeNotes(doc: Document): void {
  const bodies = new Set<Element>();
  for (const anchor of [...doc.querySelectorAll("a[href]")].slice(0, MOST_NOTES)) {
    const target = targetOf(doc, anchor);
    if (!target || bodies.has(target) || [...bodies].some((body) => body.contains(anchor))) continue;
    const follows = anchor.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING;
    const back = backLink(target, anchor);
    if (!follows || !back) continue;
    const body = bodyOf(target);
    back.remove();
    const note = (body.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, MAX_FOOTNOTE);
    bodies.add(body);
    const sign = doc.createElement("sup");
    if (note) sign.dataset.note = note;
    (anchor.closest("sup") ?? anchor).replaceWith(...(note ? [sign] : []));
  }
  for (const body of bodies) {
    const list = body.closest("[style*='mso-element:footnote-list' i], [style*='mso-element:endnote-list' i]");
    (list ?? body).remove();
  }
  for (const bare of doc.querySelectorAll(BARE_REFERENCES)) if (!bare.querySelector("[data-note]")) bare.remove();
}

function targetOf(doc: Document, anchor: Element): Element | null {
  const name = /^[^#]*#(.+)$/.exec(anchor.getAttribute("href") ?? "")?.[1];
  if (!name) return null;
  return doc.getElementById(name) ?? doc.getElementsByName(name)[0] ?? null;
}

function backLink(target: Element, anchor: Element): Element | null {
  const names = [anchor.id, anchor.getAttribute("name"), anchor.parentElement?.id].filter(Boolean);
  const links = target.matches("a[href]") ? [target] : [...target.querySelectorAll("a[href]")];
  return links.find((link) => names.includes(link.getAttribute("href")?.split("#")[1] ?? "")) ?? null;
}

function bodyOf(target: Element): Element {
  const note = target.closest("[style*='mso-element:footnote' i], [style*='mso-element:endnote' i]");
  return note ?? target.closest("[id^='sdfootnote'], [id^='sdendnote']") ?? target.closest("li, p, div") ?? target;
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}
