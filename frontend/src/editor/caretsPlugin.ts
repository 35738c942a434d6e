import type { EditorState } from "@tiptap/pm/state";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import * as Y from "yjs";
import { type Caret, type CaretSource, caretIndices } from "./carets";
import { readSelection } from "./domSelection";
import { lengthOfDocument } from "./steps";
import { relativePosition } from "./ytext";

const caretsKey = new PluginKey<DecorationSet>("carets");

/** A caret's element, the same in the editor and in read-only words. */
export function caretElement(caret: Caret): HTMLElement {
  const element = document.createElement("span");
  element.className = "other-caret";
  element.dataset.label = caret.label;
  element.style.setProperty("--caret-colour", caret.colour);
  // Presence is told elsewhere in words; a caret in the middle of a sentence would only break it up.
  element.ariaHidden = "true";
  return element;
}

function decorations(state: EditorState, ytext: Y.Text, source: CaretSource): DecorationSet {
  const all: Decoration[] = [];
  const length = lengthOfDocument(state.doc);
  for (const caret of source.list()) {
    const indices = caretIndices(ytext, caret);
    if (!indices) continue;
    const anchor = 1 + Math.min(length, indices.anchor);
    const head = 1 + Math.min(length, indices.head);
    if (anchor !== head) {
      const style = `--caret-colour: ${caret.colour}`;
      all.push(Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: "other-selection", style }));
    }
    const key = `${caret.id} ${caret.label} ${caret.colour}`;
    all.push(Decoration.widget(head, () => caretElement(caret), { key, side: 10, ignoreSelection: true }));
  }
  return DecorationSet.create(state.doc, all);
}

/** Shows others' carets, and tells the source one's own while the editor has the focus. */
export function caretsPlugin(ytext: Y.Text, source: CaretSource): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: caretsKey,
    state: {
      init: (_config, state) => decorations(state, ytext, source),
      apply: (tr, shown) => (tr.getMeta(caretsKey) as DecorationSet | undefined) ?? shown.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => caretsKey.getState(state) },
    view: (view) => {
      // A caret may come before the words it stands in: those are looked for again when words come.
      const isAstray = () => source.list().some((caret) => !caretIndices(ytext, caret));
      let astray = isAstray();
      const show = () => {
        // While words of others wait for a composition to end, positions are not those of the editor.
        astray = view.composing || lengthOfDocument(view.state.doc) !== ytext.length;
        if (astray || view.isDestroyed) return;
        astray = isAstray();
        readSelection(view);
        view.dispatch(view.state.tr.setMeta(caretsKey, decorations(view.state, ytext, source)));
      };
      const stop = source.subscribe(show);
      const wordsCame = () => {
        if (astray) show();
      };
      ytext.observe(wordsCame);
      let told = "null";
      const tell = () => {
        const selection = view.hasFocus() && view.editable ? localSelection(view, ytext) : null;
        if (JSON.stringify(selection) === told) return;
        told = JSON.stringify(selection);
        source.setLocal(selection);
      };
      const leave = () => {
        told = "null";
        source.setLocal(null);
      };
      view.dom.addEventListener("focus", tell);
      view.dom.addEventListener("blur", leave);
      return {
        update(_view, before) {
          if (!before.selection.eq(view.state.selection) || before.doc !== view.state.doc) tell();
        },
        destroy() {
          stop();
          ytext.unobserve(wordsCame);
          view.dom.removeEventListener("focus", tell);
          view.dom.removeEventListener("blur", leave);
          source.setLocal(null);
        },
      };
    },
  });
}

function localSelection(view: EditorView, ytext: Y.Text): { anchor: unknown; head: unknown } {
  const json = (position: number) => Y.relativePositionToJSON(relativePosition(ytext, Math.max(0, position - 1)));
  return { anchor: json(view.state.selection.anchor), head: json(view.state.selection.head) };
}
