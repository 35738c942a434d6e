import { t } from "@lingui/core/macro";
import type { RelativePosition } from "yjs";
import { uuid7 } from "../../api/ids";
import type { DocumentMe, PageState, Paragraph } from "../../api/types";
import type { Block } from "../../editor/clipboard";
import type { RowActions } from "../../features/paragraphs/actions";
import { sayNotDone } from "../../features/paragraphs/api";
import { neighbourOf, whyNotJoined } from "../../features/paragraphs/neighbours";
import { Openings } from "../../features/paragraphs/openings";
import type { TypedAhead } from "../../features/paragraphs/typedAhead";
import type { NewParagraph } from "../../sync/creations";
import type { DocumentSession } from "../../sync/session";
import { announce } from "../../ui/announce";
import { rowOf, type View } from "./view";

interface Kit {
  sync: DocumentSession;
  typedAhead: TypedAhead;
  /** The page as it is at this moment. */
  now: () => {
    state: PageState;
    me: DocumentMe | null;
    view: View;
    addParagraph: (wanted: NewParagraph) => { id: string };
  };
  set: (part: Partial<View>) => void;
}

const DEEPEST = 8;

/** No paragraph's id: nothing is open while two become one, and what is typed is kept. */
const JOINING = "joining";

/** Splitting and joining, as one types (ENGINE E15, E16). */
export function cuttingActions({
  sync,
  typedAhead,
  now,
  set,
}: Kit): Pick<RowActions, "openings" | "addBefore" | "addAll" | "split" | "splitAndAddAll" | "join" | "follow"> {
  const openings = new Openings();

  function open(id: string): void {
    set({ current: id, editing: id, hint: null, draft: null });
  }

  /** It was not done: the caret goes back to where it was, with what was typed meanwhile. */
  function back(waited: string, paragraph: Paragraph, caret: number, error: unknown): void {
    sayNotDone(error);
    // Whoever went elsewhere meanwhile is not called back.
    if (now().view.editing !== waited) return;
    openings.set(paragraph.id, { caret });
    open(paragraph.id);
  }

  function noLine(): string {
    return sync.connection.state.get().state === "online"
      ? ""
      : t`Without a line, paragraphs are neither split nor joined. Shift+Enter begins a new line.`;
  }

  function addBlocks(after: Paragraph, blocks: Block[]): string {
    const kind = after.kind === "plain" ? "recommendation" : after.kind;
    let last = after.id;
    for (const { runs, depth } of blocks) {
      const level = Math.max(0, Math.min(DEEPEST, after.level + depth));
      last = now().addParagraph({ after: last, category: after.category, level, kind, runs }).id;
    }
    return last;
  }

  function begin(paragraph: Paragraph, at: RelativePosition, index: number, then: () => void): string {
    const why = noLine();
    if (why) return why;
    const ids = { id: uuid7(), text: uuid7() };
    openings.set(ids.id, { caret: "start", note: t`The paragraph was split. Undo begins anew.` });
    typedAhead.begin({ enters: true });
    open(ids.id);
    sync.cutting.split(paragraph, at, ids).then(then, (error) => back(ids.id, paragraph, index, error));
    return "";
  }

  return {
    openings,
    addAll(after, blocks) {
      const last = addBlocks(after, blocks);
      openings.set(last, { caret: "end" });
      typedAhead.begin({ enters: true });
      open(last);
    },
    splitAndAddAll: (paragraph, at, index, blocks) =>
      begin(paragraph, at, index, () => void addBlocks(paragraph, blocks)),
    addBefore(before) {
      const { state, addParagraph } = now();
      const list = state.paragraphs.filter((one) => one.category === before.category);
      const after = list[list.findIndex((one) => one.id === before.id) - 1]?.id ?? null;
      const kind = before.kind === "plain" ? "recommendation" : before.kind;
      addParagraph({ after, category: before.category, level: before.level, kind });
      announce(t`An empty paragraph was put before this one.`);
    },
    split: (paragraph, at, index) =>
      begin(paragraph, at, index, () => announce(t`The paragraph was split. Undo begins anew.`)),
    join(paragraph, by) {
      const { state, me } = now();
      const neighbour = neighbourOf(state, paragraph, by);
      const isShown = (id: string) => rowOf(id) !== null;
      const why = whyNotJoined(state, me, neighbour, by, isShown) || noLine();
      if (why || !neighbour) return why;
      const [first, second] = by === -1 ? [neighbour, paragraph] : [paragraph, neighbour];
      const end = sync.texts.live(paragraph.text).get()?.words.length ?? paragraph.words.length;
      typedAhead.begin({ enters: true });
      set({ current: first.id, editing: JOINING, hint: null, draft: null });
      sync.cutting.join(second, first).then(
        ({ seam }) => {
          if (now().view.editing !== JOINING) return;
          openings.set(first.id, { caret: seam, note: t`The paragraphs were joined. Undo begins anew.` });
          open(first.id);
          announce(t`The paragraphs were joined. Undo begins anew.`);
        },
        (error) => back(JOINING, paragraph, by === -1 ? 0 : end, error),
      );
      return "";
    },
    follow(id, opening) {
      openings.set(id, opening);
      typedAhead.goOn();
      open(id);
      if (opening.note) announce(opening.note);
    },
  };
}
