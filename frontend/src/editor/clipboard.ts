import type { Attributes, Run } from "./canonical";
import { attributesOf, canonicalRuns, plainText } from "./canonical";
import { FOOTNOTE_CHARACTER, MARK_ELEMENTS, MAX_FOOTNOTE, SIMPLE_MARKS, safeLink } from "./marks";
import { listDepth, tidyOffice } from "./officeHtml";

const SKIPPED = new Set([
  "STYLE",
  "SCRIPT",
  "HEAD",
  "TITLE",
  "META",
  "LINK",
  "TEMPLATE",
  "NOSCRIPT",
  "IFRAME",
  "OBJECT",
]);

const BLOCKS = new Set(
  (
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 " +
    "HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY TFOOT THEAD TR UL"
  ).split(" "),
);

/** Stands for a space that is one of the words and not of the HTML's layout, until the layout is taken out. */
const KEPT_SPACE = "\uFDD0";

/** What an element says about the marks of what is in it: set, taken away (null), or nothing. */
function marksOfElement(element: HTMLElement): Attributes {
  const marks: Attributes = {};
  const tag = element.tagName.toLowerCase();
  for (const name of SIMPLE_MARKS) if (MARK_ELEMENTS[name] === tag) marks[name] = true;
  if (tag === "b" || tag === "th") marks.bold = true;
  if (tag === "i" || tag === "cite" || tag === "dfn") marks.italic = true;
  if (tag === "ins") marks.underline = true;
  if (tag === "del" || tag === "strike") marks.strike = true;
  if (tag === "a") {
    const href = element.getAttribute("href");
    if (safeLink(href)) marks.link = href;
  }
  const { fontWeight, fontStyle, textDecoration, verticalAlign } = element.style;
  // Google Docs wraps everything in a <b> of normal weight.
  if (fontWeight) marks.bold = fontWeight === "bold" || fontWeight === "bolder" || Number(fontWeight) >= 600 || null;
  if (fontStyle) marks.italic = fontStyle === "italic" || fontStyle === "oblique" || null;
  const line = `${textDecoration} ${element.style.textDecorationLine ?? ""}`;
  if (line.includes("underline") && tag !== "a") marks.underline = true;
  if (line.includes("line-through")) marks.strike = true;
  if (verticalAlign === "super") marks.sup = true;
  if (verticalAlign === "sub") marks.sub = true;
  return marks;
}

function isHidden(element: HTMLElement): boolean {
  // Word writes a list's numbers as text; here they are computed from where a paragraph stands.
  const ignored = /mso-(list:\s*ignore|element:\s*(comment|footnote))/i.test(element.getAttribute("style") ?? "");
  return SKIPPED.has(element.tagName) || element.style.display === "none" || element.hidden || ignored;
}

function withMarks(outer: Attributes, own: Attributes): Attributes {
  const marks = { ...outer, ...own };
  for (const [name, value] of Object.entries(marks)) if (value === null) delete marks[name];
  return marks;
}

/** A paragraph of what is pasted, and how deep in lists it stood. */
export interface Block {
  runs: Run[];
  depth: number;
}

/** Reads elements as blocks of words with the marks that a text may bear; everything else is left behind. */
export function blocksOfNode(root: Node): Run[][] {
  return readNode(root).map(({ runs }) => runs);
}

function readNode(root: Node): Block[] {
  const blocks: Block[] = [{ runs: [], depth: 0 }];
  const add = (insert: string, attributes: Attributes, within: Element | null) => {
    const block = blocks.at(-1);
    if (!block) return;
    if (within && block.depth === 0 && insert.trim()) block.depth = listDepth(within);
    block.runs.push(Object.keys(attributes).length ? { insert, attributes } : { insert });
  };
  const newBlock = () => {
    if (blocks.at(-1)?.runs.length) blocks.push({ runs: [], depth: 0 });
  };
  const walk = (node: Node, marks: Attributes, kept: boolean): void => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.nodeValue ?? "";
      // A tab stands where tidying has put one; others are the layout of the HTML.
      const words = kept || text === "\t" ? text.replaceAll(" ", KEPT_SPACE) : text.replace(/[ \t\r\n\f]+/g, " ");
      add(words, marks, node.parentElement);
      return;
    }
    if (!(node instanceof HTMLElement)) {
      for (const child of node.childNodes) walk(child, marks, kept);
      return;
    }
    if (isHidden(node)) return;
    if (node.tagName === "BR") {
      if (/page-break/i.test(node.getAttribute("style") ?? "")) newBlock();
      else add("\n", {}, null);
      return;
    }
    const note = node.dataset.note;
    if (node.tagName === "SUP" && note !== undefined && note.length <= MAX_FOOTNOTE) {
      add(FOOTNOTE_CHARACTER, { ...marks, footnote: note }, node);
      return;
    }
    const inner = withMarks(marks, marksOfElement(node));
    const whiteSpace = node.style.whiteSpace;
    const keeps = whiteSpace
      ? /pre|break-spaces/.test(whiteSpace)
      : kept || node.tagName === "PRE" || "words" in node.dataset;
    const block = BLOCKS.has(node.tagName);
    if (block) newBlock();
    if (node.matches("td + td, td + th, th + th, th + td")) add("\t", {}, null);
    for (const child of node.childNodes) walk(child, inner, keeps);
    if (block) newBlock();
  };
  walk(root, {}, false);
  return blocks.map(({ runs, depth }) => ({ runs: trimmed(runs), depth })).filter(({ runs }) => runs.length > 0);
}

/** Spaces at the ends of lines and doubled ones are the layout of the HTML, not words. */
function trimmed(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  let before = "\n";
  for (const { insert, attributes } of canonicalRuns(runs)) {
    let text = "";
    for (const character of insert) {
      if (character === " " && /[ \n]/.test(before)) continue;
      if (character === "\n" && before === " ") {
        if (text.endsWith(" ")) text = text.slice(0, -1);
        else dropLastSpace(out);
      }
      text += character;
      before = character;
    }
    if (text) out.push(attributes ? { insert: text, attributes } : { insert: text });
  }
  // The last line break of a block is only its end.
  while (/[ \n]$/.test(plainText(out))) {
    const last = out.at(-1);
    if (!last) break;
    last.insert = last.insert.slice(0, -1);
    if (!last.insert) out.pop();
  }
  return canonicalRuns(out.map((run) => ({ ...run, insert: run.insert.replaceAll(KEPT_SPACE, " ") })));
}

function dropLastSpace(runs: Run[]): void {
  const last = runs.at(-1);
  if (!last?.insert.endsWith(" ")) return;
  last.insert = last.insert.slice(0, -1);
  if (!last.insert) runs.pop();
}

/** Reads pasted HTML. Nothing in it is run or fetched: it is parsed in a document of its own. */
export function readHtml(html: string): Block[] {
  const doc = new DOMParser().parseFromString(html, "text/html");
  tidyOffice(doc);
  return readNode(doc.body)
    .map(({ runs, depth }) => ({ runs: cleanRuns(runs), depth }))
    .filter(({ runs }) => plainText(runs).trim() !== "");
}

export function blocksOfHtml(html: string): Run[][] {
  return readHtml(html).map(({ runs }) => runs);
}

/** So much HTML is read at once: a book's worth; more would hold the page up. */
const MOST_HTML = 8_000_000;

/** So much goes into one text at once: what is sent of it must stay below the server's limit for one change. */
const MOST_BYTES = 56_000;

/** What a clipboard holds as blocks; null where it is too much to read. */
export function readClipboard(data: DataTransfer): Block[] | null {
  const html = data.getData("text/html");
  if (html.length > MOST_HTML) return null;
  if (html) return readHtml(html);
  const plain = data.getData("text/plain");
  return plain.length > MOST_HTML ? null : blocksOfPlain(plain).map((runs) => ({ runs, depth: 0 }));
}

/** Whether words can be put into a text at once. */
export function fitsOneChange(runs: readonly Run[]): boolean {
  return new TextEncoder().encode(JSON.stringify(runs)).length <= MOST_BYTES;
}

/** Reads pasted plain text: an empty line parts blocks, a single line break stays in its block. */
export function blocksOfPlain(text: string): Run[][] {
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n\s*/)
    .map((block) => cleanRuns([{ insert: block.replace(/^\n+|\n+$/g, "") }]))
    .filter((runs) => runs.length > 0);
}

/** A placeholder may come only with its note, and no mark but a note belongs to it alone. */
function cleanRuns(runs: readonly Run[]): Run[] {
  return canonicalRuns(
    runs.map((run) =>
      attributesOf(run).footnote ? run : { ...run, insert: run.insert.replaceAll(FOOTNOTE_CHARACTER, "") },
    ),
  );
}

/** Several blocks as one, a line break between them. */
export function joinBlocks(blocks: readonly (readonly Run[])[]): Run[] {
  return canonicalRuns(blocks.flatMap((runs, i) => (i ? [{ insert: "\n" }, ...runs] : runs)));
}

/** Words for programs that take plain text; notes stand in round brackets, as square ones mean something here. */
export function plainOfRuns(runs: readonly Run[]): string {
  return runs
    .map((run) => {
      const { footnote } = attributesOf(run);
      if (typeof footnote !== "string") return run.insert.replaceAll(FOOTNOTE_CHARACTER, "");
      return run.insert.replaceAll(FOOTNOTE_CHARACTER, ` (${footnote})`);
    })
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Words as a paragraph of HTML that word processors understand, and that comes back here unchanged. */
export function htmlOfRuns(runs: readonly Run[], label = ""): string {
  return `<p style="white-space: pre-wrap">${label ? `${escaped(label)} ` : ""}${inlineHtml(runs)}</p>`;
}

function inlineHtml(runs: readonly Run[]): string {
  return runs
    .map((run) => {
      const attributes = attributesOf(run);
      let html = escaped(run.insert).replaceAll("\n", "<br>");
      for (const name of SIMPLE_MARKS.toReversed()) {
        if (attributes[name] === true) html = `<${MARK_ELEMENTS[name]}>${html}</${MARK_ELEMENTS[name]}>`;
      }
      if (typeof attributes.footnote === "string") {
        html = [...run.insert].map(() => `<sup data-note="${escaped(String(attributes.footnote))}">*</sup>`).join("");
      }
      const href = safeLink(attributes.link);
      return href ? `<a href="${escaped(href)}">${html}</a>` : html;
    })
    .join("");
}
