import type { Node as PMNode } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { bracketClass, bracketSigns } from "./brackets";
import { bracketTitle } from "./shown";

function brackets(doc: PMNode): DecorationSet {
  const signs = bracketSigns(doc.textContent);
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

/** Colours brackets by depth as they are typed. */
export function bracketsPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: bracketsKey,
    state: {
      init: (_config, state) => brackets(state.doc),
      apply: (tr, shown) => (tr.docChanged ? brackets(tr.doc) : shown),
    },
    props: { decorations: (state) => bracketsKey.getState(state) },
  });
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
