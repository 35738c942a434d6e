import type { Node as PMNode } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { bracketClass, bracketSigns } from "./brackets";
import { bracketTitle } from "./shown";

function brackets(doc: PMNode, placeholders: readonly string[]): DecorationSet {
  const signs = bracketSigns(doc.textContent, placeholders);
  if (!signs.length) return DecorationSet.empty;
  return DecorationSet.create(
    doc,
    signs.map((sign) => {
      const title = bracketTitle(sign);
      return Decoration.inline(sign.index + 1, sign.index + 2, {
        class: bracketClass(sign),
        ...(title ? { title } : {}),
      });
    }),
  );
}

const bracketsKey = new PluginKey<DecorationSet>("brackets");

/** Colours brackets by depth as they are typed, and dots those that only hold a place. */
export function bracketsPlugin(placeholders: () => readonly string[] = () => []): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: bracketsKey,
    state: {
      init: (_config, state) => brackets(state.doc, placeholders()),
      apply: (tr, shown) => (tr.docChanged || tr.getMeta(bracketsKey) ? brackets(tr.doc, placeholders()) : shown),
    },
    props: { decorations: (state) => bracketsKey.getState(state) },
  });
}

/** Colours the brackets of an editor afresh: others hold a place now. */
export function recolourBrackets(view: EditorView): void {
  view.dispatch(view.state.tr.setMeta(bracketsKey, true).setMeta("addToHistory", false));
}

/** Says what belongs in an empty text; marks it empty, as read-only words do. */
export function placeholderPlugin(text: () => string): Plugin {
  return new Plugin({
    props: {
      decorations: ({ doc }) =>
        doc.textContent
          ? null
          : DecorationSet.create(doc, [
              Decoration.node(0, doc.content.size, { class: "words-empty", "data-placeholder": text() }),
            ]),
    },
  });
}
