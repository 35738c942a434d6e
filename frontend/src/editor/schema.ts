import type { AnyExtension } from "@tiptap/core";
import { getSchema, Mark, Node } from "@tiptap/core";
import type { Mark as PMMark, Node as PMNode, Schema } from "@tiptap/pm/model";
import type { Attributes, Run } from "./canonical";
import { canonicalRuns } from "./canonical";
import { isKnown, MARK_ELEMENTS, type SimpleMark, safeLink, unknownAttributes } from "./marks";
import { footnoteAttributes, linkAttributes } from "./shown";

/** One text is one block of characters: position = index + 1, a line break is the character "\n" (ENGINE E1, E2). */
const Doc = Node.create({ name: "doc", topNode: true, content: "words" });

const Words = Node.create({
  name: "words",
  content: "text*",
  marks: "_",
  selectable: false,
  whitespace: "pre",
  parseHTML: () => [{ tag: "p.words", preserveWhitespace: "full" }],
  renderHTML: () => ["p", { class: "words", dir: "auto", translate: "no", "data-words": "" }, 0],
});

const Text = Node.create({ name: "text" });

function simple(name: SimpleMark) {
  return Mark.create({
    name,
    parseHTML: () => [{ tag: MARK_ELEMENTS[name] }],
    renderHTML: () => [MARK_ELEMENTS[name], 0],
  });
}

const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: "" } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: (element) => safeLink(element.getAttribute("href")) !== null && null }],
  renderHTML: ({ mark }) => ["a", linkAttributes(mark.attrs.href), 0],
});

const Footnote = Mark.create({
  name: "footnote",
  inclusive: false,
  addAttributes: () => ({
    note: { default: "", parseHTML: (element: HTMLElement) => element.dataset.note ?? "" },
  }),
  parseHTML: () => [{ tag: "sup[data-note]", priority: 60 }],
  renderHTML: ({ mark }) => ["sup", footnoteAttributes(String(mark.attrs.note)), 0],
});

/** Carries what this page does not know, unseen, so that a newer page's marks survive an older one's edits. */
const Unknown = Mark.create({
  name: "unknown",
  inclusive: false,
  addAttributes: () => ({ attributes: { default: {} } }),
  renderHTML: () => ["span", 0],
});

/** The schema as TipTap extensions. Order is nesting: the first mark is outermost. */
export const wordsExtensions: AnyExtension[] = [
  Doc,
  Words,
  Text,
  Unknown,
  Link,
  Footnote,
  simple("bold"),
  simple("italic"),
  simple("underline"),
  simple("strike"),
  simple("sub"),
  simple("sup"),
];

/** A schema of its own for what needs no editor; an editor's state has its own instance. */
export const wordsSchema: Schema = getSchema(wordsExtensions);

function markJson(attributes: Attributes) {
  const marks: { type: string; attrs?: Record<string, unknown> }[] = [];
  for (const [key, value] of Object.entries(attributes)) {
    if (!isKnown(key, value)) continue;
    if (key === "link") marks.push({ type: key, attrs: { href: value } });
    else if (key === "footnote") marks.push({ type: key, attrs: { note: value } });
    else marks.push({ type: key });
  }
  const unknown = unknownAttributes(attributes);
  if (unknown) marks.push({ type: "unknown", attrs: { attributes: unknown } });
  return marks;
}

/** Attributes as ProseMirror marks of that schema. */
export function marksOf(schema: Schema, attributes: Attributes | undefined): PMMark[] {
  if (!attributes) return [];
  return markJson(attributes).map((json) => schema.mark(json.type, json.attrs));
}

/** ProseMirror marks as attributes; the inverse of `marksOf`. */
export function attributesOfMarks(marks: readonly PMMark[]): Attributes | undefined {
  if (!marks.length) return undefined;
  const attributes: Attributes = {};
  for (const { type, attrs } of marks) {
    if (type.name === "unknown") Object.assign(attributes, attrs.attributes);
    else attributes[type.name] = type.name === "link" ? attrs.href : type.name === "footnote" ? attrs.note : true;
  }
  return attributes;
}

/** Words as the JSON of a document, as TipTap takes its content. */
export function documentJson(runs: readonly Run[]) {
  const content = canonicalRuns(runs).map(({ insert, attributes }) => ({
    type: "text",
    text: insert,
    marks: markJson(attributes ?? {}),
  }));
  return { type: "doc", content: [content.length ? { type: "words", content } : { type: "words" }] };
}

/** The words of a document between two indices, canonical. */
export function runsOfDocument(doc: PMNode, from = 0, to = doc.content.size - 2): Run[] {
  const runs: Run[] = [];
  let at = 0;
  doc.firstChild?.forEach((node) => {
    const text = node.text ?? "";
    const end = at + text.length;
    if (end > from && at < to) {
      const insert = text.slice(Math.max(0, from - at), Math.min(to, end) - at);
      const attributes = attributesOfMarks(node.marks);
      runs.push(attributes ? { insert, attributes } : { insert });
    }
    at = end;
  });
  return canonicalRuns(runs);
}
