import { t } from "@lingui/core/macro";
import type { Node as PMNode } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { plainText, type Run } from "./canonical";
import { runsOfDocument } from "./schema";

/** A stretch of words that is in both, in the editor's only, or in the earlier only. */
export interface TrackedStretch {
  kind: "same" | "added" | "removed";
  runs: Run[];
}

/** How the words in an editor differ from those they are compared with. */
export type Tracking = (runs: Run[]) => readonly TrackedStretch[];

function decorated(doc: PMNode, tracking: Tracking | undefined): DecorationSet {
  if (!tracking) return DecorationSet.empty;
  const shown: Decoration[] = [];
  let at = 1;
  for (const { kind, runs } of tracking(runsOfDocument(doc))) {
    const words = plainText(runs);
    if (kind === "removed") shown.push(gone(at, words));
    else {
      const end = at + words.length;
      if (kind === "added") {
        shown.push(Decoration.inline(at, end, { nodeName: "ins", class: "tracked-added", title: t`added` }));
      }
      at = end;
    }
  }
  return DecorationSet.create(doc, shown);
}

/** Words that are no longer there, shown where they stood; the caret does not go into them. */
function gone(at: number, words: string): Decoration {
  const show = () => {
    const element = document.createElement("del");
    element.className = "tracked-removed";
    element.contentEditable = "false";
    element.title = t`removed`;
    element.textContent = words;
    return element;
  };
  return Decoration.widget(at, show, { side: -1, key: `gone ${words}`, ignoreSelection: true, marks: [] });
}

const trackedKey = new PluginKey<DecorationSet>("tracked");

/** Shows in an editor what was added to and taken from other words, as one types. */
export function trackedPlugin(tracking: () => Tracking | undefined): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: trackedKey,
    state: {
      init: (_config, state) => decorated(state.doc, tracking()),
      apply: (tr, shown) => (tr.docChanged || tr.getMeta(trackedKey) ? decorated(tr.doc, tracking()) : shown),
    },
    props: { decorations: (state) => trackedKey.getState(state) },
  });
}

/** The words that an editor's are compared with are others now. */
export function trackAnew(view: EditorView): void {
  view.dispatch(view.state.tr.setMeta(trackedKey, true).setMeta("addToHistory", false));
}
