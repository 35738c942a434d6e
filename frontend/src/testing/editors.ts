import type { Transaction } from "@tiptap/pm/state";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import * as Y from "yjs";
import { bindWords, connect } from "../editor/binding";
import type { Run } from "../editor/canonical";
import { runsOf } from "../editor/canonical";
import { documentJson, marksOf, runsOfDocument, wordsSchema } from "../editor/schema";
import { createUndoManager, wordsOf } from "../editor/ytext";

/** An editor without a page: a ProseMirror state bound to the words of a Y.Doc. */
export function bareEditor(ydoc: Y.Doc = new Y.Doc()) {
  const ytext = wordsOf(ydoc);
  const undo = createUndoManager(ytext);
  const view = {
    state: EditorState.create({
      doc: wordsSchema.nodeFromJSON(documentJson(runsOf(ytext))),
      plugins: [bindWords(ytext, undo)],
    }),
    composing: false,
    dispatch(tr: Transaction) {
      const before = view.state;
      view.state = view.state.apply(tr);
      bound.update(view, before);
    },
  };
  const bound = connect(view, ytext, undo);

  return {
    ydoc,
    ytext,
    undo,
    view,
    words: (): Run[] => runsOfDocument(view.state.doc),
    text: (): string => view.state.doc.textContent,
    /** Puts the caret, or a selection, at indices of the words. */
    select(anchor: number, head = anchor) {
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, anchor + 1, head + 1)));
    },
    selection: () => ({ anchor: view.state.selection.anchor - 1, head: view.state.selection.head - 1 }),
    /** Replaces a stretch as a paste does, with marks of its own; without them as typing does. */
    replace(from: number, to: number, words: string, attributes?: Run["attributes"]) {
      const { tr, schema } = view.state;
      if (!words) return view.dispatch(tr.delete(from + 1, to + 1));
      if (!attributes) return view.dispatch(tr.insertText(words, from + 1, to + 1));
      view.dispatch(tr.replaceWith(from + 1, to + 1, schema.text(words, marksOf(schema, attributes))));
    },
    type(words: string) {
      view.dispatch(view.state.tr.insertText(words));
    },
    mark(from: number, to: number, attributes: NonNullable<Run["attributes"]>) {
      const tr = view.state.tr;
      for (const mark of marksOf(view.state.schema, attributes)) tr.addMark(from + 1, to + 1, mark);
      view.dispatch(tr);
    },
    unmark(from: number, to: number, name: string) {
      view.dispatch(view.state.tr.removeMark(from + 1, to + 1, view.state.schema.marks[name]));
    },
    destroy() {
      bound.destroy();
      undo.destroy();
      ydoc.destroy();
    },
  };
}

export type BareEditor = ReturnType<typeof bareEditor>;

/** Carries updates between editors with delays: each has a queue to every other, delivered on demand. */
export function connectEditors(editors: readonly BareEditor[]) {
  const queues = editors.map(() => [] as Uint8Array[]);
  const network = { name: "network" };
  editors.forEach((editor, from) => {
    editor.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === network) return;
      queues.forEach((queue, to) => {
        if (to !== from) queue.push(update);
      });
    });
  });
  return {
    /** Delivers one waiting update to an editor, chosen anywhere in its queue. */
    deliver(to: number, which = 0) {
      const queue = queues[to];
      const editor = editors[to];
      if (!queue?.length || !editor) return;
      const [update] = queue.splice(which % queue.length, 1);
      if (update) Y.applyUpdate(editor.ydoc, update, network);
    },
    deliverAll(shuffle: (length: number) => number = () => 0) {
      queues.forEach((queue, to) => {
        while (queue.length) this.deliver(to, shuffle(queue.length));
      });
    },
    /** How many updates wait; a reader must never cause one. */
    waiting: () => queues.reduce((sum, queue) => sum + queue.length, 0),
  };
}
