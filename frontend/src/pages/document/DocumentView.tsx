import { useLingui } from "@lingui/react/macro";
import { Drawer } from "@mantine/core";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { DocumentMe, PageState, Paragraph } from "../../api/types";
import { LanguageMenu } from "../../app/LanguageMenu";
import { copyAcrossParagraphs } from "../../editor/selection";
import { AccountMenu } from "../../features/accounts/AccountMenu";
import { useDelegations } from "../../features/amendments/api";
import { useDesk, usePart } from "../../features/amendments/DeskProvider";
import { fetchProposalTools } from "../../features/amendments/lazily";
import { OutlineBreakouts } from "../../features/breakouts/Places";
import { FilterBar, NothingShown } from "../../features/documents/FilterBar";
import { ALL } from "../../features/documents/filters";
import { Outline } from "../../features/documents/Outline";
import { PrintFoot } from "../../features/documents/PrintFoot";
import { QuickFilters } from "../../features/documents/QuickFilters";
import { SaveState } from "../../features/documents/SaveState";
import { SkipLink, TopBar } from "../../features/documents/TopBar";
import { NowCard } from "../../features/meetings/NowCard";
import { NowJump, NowPill } from "../../features/meetings/NowJump";
import { SittingMenu } from "../../features/meetings/SittingMenu";
import { AbsenceNotice } from "../../features/paragraphs/AbsenceNotice";
import { fetchEditors } from "../../features/paragraphs/editors";
import { byCategory } from "../../features/paragraphs/order";
import { placeOf } from "../../features/paragraphs/place";
import { PeopleHere } from "../../features/presence/PeopleHere";
import { StateLink } from "../../features/revisions/StateLink";
import { roleOf } from "../../features/tour/steps";
import { Tour, tourSeen } from "../../features/tour/Tour";
import { useSync } from "../../sync/DocumentSync";
import { useDismissReturned, useReturned } from "../../sync/useTextAttachment";
import { standingWords } from "../../ui/standing";
import { Dialogs } from "./Dialogs";
import classes from "./DocumentView.module.css";
import { FindBar } from "./FindBar";
import { GroupBanner, GroupSentences } from "./GroupText";
import { MemberStrip } from "./MemberStrip";
import { Notices } from "./Notices";
import { OutlineFoot } from "./OutlineFoot";
import { SidePanel } from "./SidePanel";
import { SidesFeed } from "./SidesFeed";
import { TextColumn } from "./TextColumn";
import { ThumbBar } from "./ThumbBar";
import { useAnnouncements } from "./useAnnouncements";
import { useHere } from "./useHere";
import { goToNextUndecided, useKeys } from "./useKeys";
import { useMeeting } from "./useMeeting";
import { useRowActions } from "./useRowActions";
import { useShown } from "./useShown";
import { type Dialog, focusRow, READING, type View } from "./view";

interface DocumentViewProps {
  state: PageState;
  me: DocumentMe | null;
}

/** The document and everything around it. */
export function DocumentView({ state, me }: DocumentViewProps) {
  const { t } = useLingui();
  const { presence } = useSync();
  const [view, setView] = useState<View>(READING);
  // Each asking opens the field anew, with what is selected then.
  const [finding, setFinding] = useState(0);
  const shown = useShown(state, me, view);
  const actions = useRowActions({ state, me, view, setView, shown: shown.paragraphs });
  const open = useCallback((dialog: Dialog | null) => setView((was) => ({ ...was, dialog })), []);
  const groups = useMemo(
    () => byCategory({ categories: state.categories, paragraphs: shown.paragraphs }),
    [state.categories, shown.paragraphs],
  );
  const whole = useMemo(
    () => byCategory({ categories: state.categories, paragraphs: shown.all }),
    [state.categories, shown.all],
  );
  const role = me ? roleOf(me) : null;
  // A breakout group's text has no sittings, revisions or settings of its own.
  const inGroup = state.copy_of !== null;
  const [firstVisit, setFirstVisit] = useState(role !== null && !tourSeen(role));
  const here = useHere(state.categories);
  const returned = useReturned();
  const dismiss = useDismissReturned();

  const desk = useDesk();
  // Whoever enters what is said in the room has no time to wait for the names.
  useDelegations(state.group.id, Boolean(me?.may.oral));
  const writing = usePart(desk.writing, (id) => id !== null);
  const asking = usePart(desk.asking, (asked) => asked !== null);
  const composing = writing || asking;
  const onEscape = useCallback(() => {
    const looked = desk.looking.get() !== null;
    desk.looking.set(null);
    return looked;
  }, [desk]);
  const isComposing = useCallback(() => desk.busy, [desk]);
  const counts = usePart(desk.grouped, (grouped) => grouped.counts);
  const tabled = useMemo(() => [...counts.values()].reduce((sum, count) => sum + count, 0), [counts]);

  const find = useCallback(() => setFinding((was) => was + 1), []);
  const onDigit = useCallback(
    (paragraph: Paragraph, digit: number) =>
      Boolean(me?.may.decide || me?.may.decide_on_word) && desk.look(paragraph.id, digit),
    [me, desk],
  );
  useKeys({
    state,
    me,
    view,
    actions,
    open,
    shown: shown.paragraphs,
    onFind: find,
    onDigit,
    composing: isComposing,
    onEscape,
  });
  useAnnouncements(state, shown.paragraphs, view.current);
  useMeeting(state, view.editing !== null);
  useEffect(() => {
    if (view.editing === null && view.draft === null && !composing) actions.typedAhead.end();
  }, [view.editing, view.draft, composing, actions]);
  // Whoever goes to another paragraph, or edits the text, has done with what they did with a proposal.
  useEffect(() => desk.leave(view.current), [desk, view.current]);
  useEffect(() => {
    if (view.editing !== null || view.draft !== null) desk.leave(null);
  }, [desk, view.editing, view.draft]);
  useEffect(() => () => actions.typedAhead.end(), [actions]);
  useEffect(() => presence.at(view.current), [presence, view.current]);
  useEffect(fetchEditors, []);
  useEffect(fetchProposalTools, []);

  const goTo = useCallback(
    (id: string) => {
      actions.select(id);
      requestAnimationFrame(() => focusRow(id, "center"));
    },
    [actions],
  );

  // A link to a paragraph, followed from elsewhere or from within.
  useEffect(() => {
    const follow = () => {
      const id = /^#p-(.+)$/.exec(window.location.hash)?.[1];
      if (id && document.getElementById(`p-${id}`)) goTo(id);
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [goTo]);

  useEffect(() => {
    const text = document.getElementById("document");
    return text ? copyAcrossParagraphs(text, { labels: () => true }) : undefined;
  }, []);

  function goToCategory(id: string) {
    open(null);
    const heading = document.getElementById(`c-${id}`);
    heading?.scrollIntoView({ block: "start" });
    requestAnimationFrame(() => {
      heading?.scrollIntoView({ block: "start" });
      heading?.focus({ preventScroll: true });
    });
  }

  function showNotAdded() {
    const first = returned.find((one) => one.paragraph !== null);
    if (first?.paragraph) goTo(first.paragraph);
    // Seen, and safe on the server: the draft beside the paragraph stays, the bar need not say so for ever.
    for (const one of returned) if (one.kept || one.paragraph === null) dismiss(one.id);
  }

  const discussed = state.paragraphs.find((one) => one.id === state.now?.paragraph);
  const nowPlace = discussed ? discussed.address || discussed.label || codeOf(state, discussed.category) : "";
  const outline = (
    <>
      {discussed && (
        <NowCard
          place={nowPlace}
          words={discussed.words}
          onGo={() => {
            open(null);
            goTo(discussed.id);
          }}
          onLayDown={me?.may.sitting ? () => actions.discuss(discussed) : undefined}
        />
      )}
      <Outline
        categories={state.categories}
        groups={whole}
        shown={shown.filtering ? groups : null}
        proposals={counts}
        here={here}
        onGo={goToCategory}
      />
      <QuickFilters
        documentId={state.id}
        paragraphs={shown.all}
        measure={shown.measure}
        since={shown.since}
        filters={shown.filters}
        onFilters={(filters) => {
          open(null);
          shown.setFilters(filters);
        }}
      />
      {!inGroup && <OutlineBreakouts documentId={state.id} setsUp={Boolean(me?.may.breakouts)} />}
      <OutlineFoot
        state={state}
        proposals={tabled}
        withdrawnShown={view.withdrawnShown}
        onWithdrawnShown={(withdrawnShown) => setView((was) => ({ ...was, withdrawnShown }))}
        onFind={() => {
          open(null);
          find();
        }}
        onUndecided={() => {
          open(null);
          goToNextUndecided({ shown: shown.paragraphs, view, actions });
        }}
        onDownload={() => open({ kind: "download" })}
        onDocument={!inGroup && (me?.may.structure || me?.may.release) ? () => open({ kind: "document" }) : undefined}
        onNumbers={!inGroup && me?.may.structure ? () => open({ kind: "numbers" }) : undefined}
        onAddCategory={!inGroup && me?.may.structure ? () => open({ kind: "category" }) : undefined}
      />
    </>
  );

  return (
    <div className={classes.page} data-group-text={inGroup || undefined}>
      <SkipLink />
      <TopBar
        document={state}
        where={
          <>
            {!inGroup && (
              <>
                <StateLink document={state} />
                <SittingMenu
                  state={state}
                  runs={Boolean(me?.may.sitting)}
                  onDialog={(about) => open({ kind: "sitting", about })}
                />
              </>
            )}
            {discussed && <NowJump place={nowPlace} onGo={() => goTo(discussed.id)} />}
          </>
        }
        save={me ? <SaveState onShowNotAdded={showNotAdded} /> : null}
        people={
          <PeopleHere
            placeOf={(id) => {
              const paragraph = state.paragraphs.find((one) => one.id === id);
              return paragraph ? placeOf(paragraph) : null;
            }}
            onGo={goTo}
          />
        }
        language={<LanguageMenu />}
        account={<AccountMenu standing={standingWords(me) || undefined} />}
        onOutline={() => open({ kind: "outline" })}
        onGoTo={() => open({ kind: "goto" })}
        onFind={find}
        onKeys={() => open({ kind: "keys" })}
      />
      {inGroup && <GroupBanner state={state} me={me} view={view} actions={actions} />}
      <div className={classes.columns} data-panel={view.panel ? "" : undefined}>
        <nav className={classes.outline} aria-label={t`Outline`} data-region="outline">
          {outline}
        </nav>
        <main id="document" className={classes.text} data-region="document">
          {inGroup && <GroupSentences state={state} me={me} />}
          <Notices state={state} me={me} onGo={goTo} />
          <AbsenceNotice state={state} onSelect={actions.select} />
          <FilterBar
            filters={shown.filters}
            onFilters={shown.setFilters}
            shown={shown.paragraphs.length}
            total={shown.all.length}
            since={shown.since}
            mine={me !== null}
          />
          {shown.filtering && shown.paragraphs.length === 0 && (
            <NothingShown onAll={() => shown.setFilters(ALL)} total={shown.all.length} />
          )}
          <TextColumn
            filtering={shown.filtering}
            state={state}
            me={me}
            groups={groups}
            view={view}
            setView={setView}
            actions={actions}
            open={open}
          />
        </main>
        {view.panel && (
          <SidePanel
            state={state}
            panel={view.panel}
            actions={actions}
            onClose={() => {
              setView((was) => ({ ...was, panel: null }));
              if (view.panel) focusRow(view.panel.paragraph);
            }}
          />
        )}
      </div>
      <SidesFeed />
      <MemberStrip state={state} me={me} current={view.current} actions={actions} />
      <PrintFoot state={state} />
      {finding > 0 && (
        <FindBar
          key={finding}
          state={state}
          me={me}
          actions={actions}
          from={view.current}
          onClose={() => setFinding(0)}
        />
      )}
      {discussed && <NowPill paragraph={discussed.id} place={nowPlace} onGo={() => goTo(discussed.id)} />}
      <ThumbBar
        state={state}
        me={me}
        view={view}
        actions={actions}
        onOutline={() => open({ kind: "outline" })}
        onUndecided={() => goToNextUndecided({ shown: shown.paragraphs, view, actions })}
      />
      <Drawer.Root opened={view.dialog?.kind === "outline"} onClose={() => open(null)} size="min(22rem, 88vw)">
        <Drawer.Overlay />
        <Drawer.Content aria-label={t`Outline`}>
          <div className={classes.sheet}>
            <Drawer.CloseButton aria-label={t`Close the outline`} />
          </div>
          <Drawer.Body>
            <nav aria-label={t`Categories`}>{outline}</nav>
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      {role && (firstVisit || view.dialog?.kind === "tour") && (
        <Tour
          role={role}
          onEnd={() => {
            setFirstVisit(false);
            if (view.dialog?.kind === "tour") open(null);
          }}
        />
      )}
      <Dialogs state={state} me={me} groups={whole} view={view} open={open} onGo={goTo} />
    </div>
  );
}

/** What a category is called for short. */
function codeOf(state: PageState, category: string): string {
  return state.categories.find((one) => one.id === category)?.code ?? "";
}
