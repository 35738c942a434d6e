import type { Editor } from "@tiptap/core";
import type { Node as PMNode } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { insertRuns } from "./commands";
import { FOOTNOTE_CHARACTER, MAX_FOOTNOTE } from "./marks";
import { footnoteName } from "./shown";

interface Found {
  from: number;
  note: string;
}

function notesOf(doc: PMNode): Found[] {
  const found: Found[] = [];
  doc.firstChild?.forEach((node, offset) => {
    const mark = node.marks.find(({ type }) => type.name === "footnote");
    if (!mark) return;
    for (let i = 0; i < node.nodeSize; i++) found.push({ from: offset + 1 + i, note: String(mark.attrs.note) });
  });
  return found;
}

/** The footnote that is selected, or that stands directly before or behind the caret. */
export function footnoteAt(editor: Editor): Found | null {
  const { from, to } = editor.state.selection;
  const near = notesOf(editor.state.doc).filter((one) => one.from >= from - 1 && one.from <= to);
  return near.find((one) => one.from === from - 1) ?? near[0] ?? null;
}

/** What somebody typed as a note, as a text may hold it. */
export function noteWords(typed: string): string {
  return typed
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, MAX_FOOTNOTE);
}

/** Puts a note behind the selection, or gives the one at hand other words; without words it goes. */
export function setFootnote(editor: Editor, at: Found | null, note: string): void {
  const { state, view } = editor;
  const { footnote } = state.schema.marks;
  if (!at && note) {
    const attributes = { footnote: note };
    insertRuns(view, [{ insert: FOOTNOTE_CHARACTER, attributes }], state.selection.to);
  } else if (at && !note) view.dispatch(state.tr.delete(at.from, at.from + 1));
  else if (at && footnote) {
    const tr = state.tr.removeMark(at.from, at.from + 1, footnote);
    view.dispatch(tr.addMark(at.from, at.from + 1, footnote.create({ note })));
  }
  view.focus();
}

const footnotesKey = new PluginKey<DecorationSet>("footnotes");

/** Says each note's number and words to those who listen; its number to see is counted by the page's styles. */
export function footnotesPlugin(before: () => number): Plugin<DecorationSet> {
  const named = (doc: PMNode) =>
    DecorationSet.create(
      doc,
      notesOf(doc).map(({ from, note }, i) =>
        Decoration.inline(from, from + 1, { role: "note", "aria-label": footnoteName(before() + i + 1, note) }),
      ),
    );
  return new Plugin<DecorationSet>({
    key: footnotesKey,
    state: {
      init: (_config, state) => named(state.doc),
      apply: (tr, shown) => (tr.docChanged ? named(tr.doc) : shown),
    },
    props: { decorations: (state) => footnotesKey.getState(state) },
  });
}
