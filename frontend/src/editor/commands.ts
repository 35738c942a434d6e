import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type { Run } from "./canonical";
import { plainText } from "./canonical";
import type { SimpleMark } from "./marks";
import { marksOf, runsOfDocument } from "./schema";

/** Sets or takes away a mark; raised and lowered exclude each other. */
export function toggleMark(editor: Editor, name: SimpleMark): boolean {
  const chain = editor.chain().focus(undefined, { scrollIntoView: false });
  if (name === "sub") chain.unsetMark("sup");
  if (name === "sup") chain.unsetMark("sub");
  return chain.toggleMark(name).run();
}

/** The address of the link at the selection, or null. */
export function linkAt(editor: Editor): string | null {
  return editor.isActive("link") ? String(editor.getAttributes("link").href) : null;
}

/** Links the selection, or the whole link the caret is in; null takes the link away. Without words the address is inserted. */
export function setLink(editor: Editor, href: string | null): boolean {
  const chain = editor.chain().focus(undefined, { scrollIntoView: false });
  if (editor.state.selection.empty && linkAt(editor) !== null) chain.extendMarkRange("link");
  if (href === null) return chain.unsetMark("link").run();
  if (editor.state.selection.empty && linkAt(editor) === null) {
    insertRuns(editor.view, [{ insert: href, attributes: { link: href } }]);
    return true;
  }
  return chain.setMark("link", { href }).run();
}

/** Puts words in place of the selection, with just the marks they bear. */
export function insertRuns(view: EditorView, runs: readonly Run[], at?: number): void {
  const { state } = view;
  const from = at ?? Math.max(1, state.selection.from);
  const to = at ?? Math.min(state.doc.content.size - 1, state.selection.to);
  const nodes = runs.map((run) => state.schema.text(run.insert, marksOf(state.schema, run.attributes)));
  const tr = state.tr.replaceWith(from, to, nodes);
  const end = from + plainText(runs).length;
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end)).scrollIntoView());
}

/** Puts plain words in place of the selection; like typed ones they take the marks that are there. */
export function insertPlain(view: EditorView, text: string): void {
  const { selection, doc, tr } = view.state;
  const from = Math.max(1, selection.from);
  const to = Math.min(doc.content.size - 1, selection.to);
  const marks = view.state.storedMarks;
  tr.insertText(text, from, to);
  if (marks) for (const mark of marks) tr.addMark(from, from + text.length, mark);
  view.dispatch(tr.scrollIntoView());
}

/** Takes away the character before the caret, or what is selected; false where there is neither. */
export function deleteBefore(view: EditorView): boolean {
  const { selection, doc, tr } = view.state;
  const before = [...doc.textContent.slice(0, selection.from - 1)].at(-1);
  const from = selection.empty ? selection.from - (before?.length ?? 0) : selection.from;
  if (from === selection.to) return false;
  view.dispatch(tr.delete(from, selection.to));
  return true;
}

/** The selected words of an editor. */
export function selectedRuns(view: EditorView): Run[] {
  const { from, to } = view.state.selection;
  return runsOfDocument(view.state.doc, Math.max(0, from - 1), to - 1);
}
