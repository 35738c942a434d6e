import { useLingui } from "@lingui/react/macro";
import { type Dispatch, type SetStateAction, useLayoutEffect, useMemo, useRef } from "react";
import { uuid7 } from "../../api/ids";
import type { DocumentMe, PageState, Paragraph } from "../../api/types";
import { runsOf } from "../../editor/canonical";
import { useDesk } from "../../features/amendments/DeskProvider";
import { useBegin } from "../../features/amendments/useBegin";
import { useTakeUp } from "../../features/meetings/api";
import type { RowActions } from "../../features/paragraphs/actions";
import { useChange, useConfirm, useMove } from "../../features/paragraphs/api";
import { stepPlace } from "../../features/paragraphs/order";
import { placeOf } from "../../features/paragraphs/place";
import { rightsFor } from "../../features/paragraphs/rights";
import { TypedAhead } from "../../features/paragraphs/typedAhead";
import { useAddParagraph, useSync } from "../../sync/DocumentSync";
import { announce } from "../../ui/announce";
import { cuttingActions } from "./cutting";
import { editorOf, focusRow, type View } from "./view";

const DEEPEST = 8;

interface Around {
  state: PageState;
  me: DocumentMe | null;
  view: View;
  setView: Dispatch<SetStateAction<View>>;
  /** The paragraphs that the page shows, in order. */
  shown: Paragraph[];
}

/** Everything that can be done with a paragraph, as one object that never changes. */
export function useRowActions(around: Around): RowActions {
  const { t } = useLingui();
  const sync = useSync();
  const addParagraph = useAddParagraph();
  const { id: documentId } = around.state;
  const move = useMove(documentId);
  const change = useChange(documentId);
  const confirm = useConfirm(documentId);
  const takeUp = useTakeUp(documentId);
  const desk = useDesk();
  const begin = useBegin(around.me);
  const now = useRef({ ...around, t, addParagraph, move, change, confirm, takeUp, begin });
  useLayoutEffect(() => {
    now.current = { ...around, t, addParagraph, move, change, confirm, takeUp, begin };
  });

  return useMemo<RowActions>(() => {
    const find = (id: string) => now.current.state.paragraphs.find((one) => one.id === id);
    const wayOf = (paragraph: Paragraph) =>
      now.current.state.categories.find((one) => one.id === paragraph.category)?.way ?? "closed";
    const rightsOf = (paragraph: Paragraph) => rightsFor(paragraph, wayOf(paragraph), now.current.me);
    const set = (part: Partial<View>) => now.current.setView((view) => ({ ...view, ...part }));
    const runsNow = (paragraph: Paragraph) => {
      const live = sync.texts.live(paragraph.text).get();
      return live?.state.get().synced ? runsOf(live.words) : paragraph.runs;
    };

    const typedAhead = new TypedAhead();

    const cutting = cuttingActions({ sync, typedAhead, set, now: () => now.current });
    const actions: RowActions = {
      typedAhead,
      ...cutting,
      select(id, focus) {
        now.current.setView((view) =>
          view.current === id
            ? view
            : {
                ...view,
                current: id,
                editing: view.editing === id ? id : null,
                hint: null,
                draft: view.draft?.paragraph === id ? view.draft : null,
              },
        );
        if (focus) focusRow(id);
      },
      edit(id) {
        const paragraph = find(id);
        if (!paragraph) return;
        const rights = rightsOf(paragraph);
        if (now.current.view.editing === id) editorOf(id)?.focus();
        else if (rights.write) {
          cutting.openings.forget(id);
          typedAhead.begin();
          set({ current: id, editing: id, hint: null, draft: null });
        } else if (rights.propose && !isSettled(paragraph)) actions.propose(paragraph);
        else {
          // What is agreed, or closed, says so first.
          set({ current: id, editing: null, hint: id });
          announce(rights.why);
        }
      },
      leave(id) {
        now.current.setView((view) => (view.editing === id ? { ...view, editing: null } : view));
        // Not away from another row, if that is where the person went.
        const at = document.activeElement?.closest("[data-paragraph]");
        if (!at || at.id === `p-${id}`) requestAnimationFrame(() => focusRow(id));
      },
      go(id, by) {
        const rows = now.current.shown;
        const next = rows[rows.findIndex((one) => one.id === id) + by];
        if (!next) return;
        set({ current: next.id, editing: null, hint: null, draft: null });
        focusRow(next.id);
      },
      add(after) {
        const { level, kind, category } = after;
        const made = now.current.addParagraph({
          after: after.id,
          category,
          level,
          kind: kind === "plain" ? "recommendation" : kind,
        });
        typedAhead.begin({ enters: true });
        set({ current: made.id, editing: made.id, hint: null, draft: null });
        announce(now.current.t`A new paragraph: write its words.`);
      },
      step(paragraph, by) {
        const { state, view } = now.current;
        const place = stepPlace(state, paragraph.id, by, view.withdrawnShown);
        if (!place || !rightsOf(paragraph).structure) return;
        now.current.move.mutate({ id: paragraph.id, ...place });
        requestAnimationFrame(() => focusRow(paragraph.id));
        announce(by === 1 ? now.current.t`Moved down.` : now.current.t`Moved up.`);
      },
      moveTo: ({ id }) => set({ current: id, dialog: { kind: "move", id } }),
      level(paragraph, by) {
        const level = Math.min(DEEPEST, Math.max(0, paragraph.level + by));
        if (level === paragraph.level || !rightsOf(paragraph).structure) return;
        now.current.change.mutate({ id: paragraph.id, level });
        announce(now.current.t`Level ${level + 1}.`);
      },
      kind: ({ id }, kind) => now.current.change.mutate({ id, kind }),
      origin: ({ id }) => set({ current: id, dialog: { kind: "origin", id } }),
      placeholders: ({ id }) => set({ current: id, dialog: { kind: "placeholders", id } }),
      withdraw: ({ id }) => set({ current: id, dialog: { kind: "withdraw", id } }),
      restore: ({ id }) => set({ current: id, dialog: { kind: "restore", id } }),
      copyLink(paragraph) {
        const { origin, pathname } = window.location;
        void navigator.clipboard?.writeText(`${origin}${pathname}#p-${paragraph.id}`).then(() => {
          announce(now.current.t`Link copied.`);
        });
      },
      panel: ({ id }, about) => set({ current: id, panel: { paragraph: id, about } }),
      mark(paragraph, status) {
        const present = find(paragraph.id);
        if (present && rightsOf(present).mark) {
          now.current.setView((view) => ({
            ...view,
            current: paragraph.id,
            dialog: { kind: "mark", id: paragraph.id, status },
          }));
        }
      },
      discuss(paragraph) {
        const { state, t: say } = now.current;
        if (!rightsOf(paragraph).discuss) return;
        if (!state.sitting) set({ current: paragraph.id, dialog: { kind: "sitting", about: "open" } });
        else if (state.sitting.state === "suspended") announce(say`The sitting is suspended.`);
        else now.current.takeUp.mutate(state.now?.paragraph === paragraph.id ? null : paragraph.id);
      },
      confirm(paragraph) {
        if (!paragraph.mark) return;
        const place = placeOf(paragraph);
        const decision = paragraph.mark.decision;
        now.current.confirm.mutate(
          { id: paragraph.id, decision },
          { onSuccess: () => announce(now.current.t`${place}: mark confirmed.`) },
        );
      },
      showMarked: ({ id }) => set({ current: id, dialog: { kind: "marked", id } }),
      draft(paragraph) {
        const { me } = now.current;
        if (!me || !rightsOf(paragraph).draft) return;
        const known = me.drafts.find((one) => one.paragraph === paragraph.id && one.origin === "own");
        const id = known?.id ?? uuid7();
        if (!known) {
          const { id: beside, content_hash } = paragraph;
          const base_hash = sync.hashOf(paragraph.text) ?? content_hash;
          const draft = { id, paragraph: beside, runs: runsNow(paragraph), base_hash, origin: "own" as const };
          sync.drafts.keep({ ...draft, reason: null }, me.person?.id ?? "");
        }
        typedAhead.begin();
        set({ current: paragraph.id, editing: null, hint: null, draft: { paragraph: paragraph.id, id } });
      },
      propose(paragraph, kind = "change") {
        const { me } = now.current;
        const rights = rightsOf(paragraph);
        // The chair's desk proposes for others, and says for whom first.
        if (rights.oral && !me?.delegation) return actions.oral(paragraph, kind);
        if (!rights.propose) return;
        // Without a line the words are kept on this device as a private draft, and proposed when it is back.
        if (kind === "change" && sync.connection.state.get().state === "offline") return actions.draft(paragraph);
        set({ current: paragraph.id || null, editing: null, hint: null, draft: null });
        const { drafts } = desk.at(paragraph.id);
        const known = kind === "change" ? drafts.find((one) => one.kind === "change" && one.may.write) : undefined;
        typedAhead.begin();
        if (known) desk.write(known.id);
        else now.current.begin({ kind, paragraph, present: runsNow(paragraph) });
        const place = placeOf(paragraph);
        announce(now.current.t`A draft proposal on ${place}: only your delegation sees it.`);
      },
      oral(paragraph, kind = "change") {
        if (!rightsOf(paragraph).oral) return;
        set({ current: paragraph.id, editing: null, hint: null, draft: null });
        desk.writing.set(null);
        desk.looking.set(null);
        typedAhead.begin({ enters: true });
        desk.asking.set({ paragraph: paragraph.id, kind });
      },
      tableDraft(paragraph, { id, runs, origin }) {
        const table = Boolean(now.current.me?.may.table);
        const draft = { id, runs, notAdded: origin === "not_added", table };
        now.current.begin({ kind: "change", paragraph, present: runsNow(paragraph), draft });
      },
      editDraft(paragraph, draft) {
        const { id } = paragraph;
        set({ current: id, editing: null, hint: null, draft: draft ? { paragraph: id, id: draft } : null });
        if (!draft) requestAnimationFrame(() => focusRow(id));
      },
    };
    return actions;
  }, [sync, desk]);
}

/** Agreed as it stands: whoever wants to change that is told so first. */
function isSettled({ status, qualifier }: Paragraph): boolean {
  return status === "agreed" && qualifier !== "except";
}
