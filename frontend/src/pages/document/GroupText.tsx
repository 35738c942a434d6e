import { t as say } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { IconArrowsExchange, IconCut, IconEye, IconGavel, IconSend } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import type { DocumentMe, PageState, Paragraph } from "../../api/types";
import { useBreakoutOf, useOutcomes } from "../../features/breakouts/api";
import {
  type BannerAction,
  BannerSentences,
  BannerWaiting,
  BreakoutBanner,
} from "../../features/breakouts/BreakoutBanner";
import { Outcomes } from "../../features/breakouts/OutcomeBeside";
import { OpenToDialog, ReportDialog } from "../../features/breakouts/StepDialogs";
import type { Breakout } from "../../features/breakouts/types";
import { seenBySentence } from "../../features/documents/words";
import type { RowActions } from "../../features/paragraphs/actions";
import { placeOf } from "../../features/paragraphs/place";
import { Recommending } from "../../features/paragraphs/recommending";
import { rightsFor, whyOutsideGroup } from "../../features/paragraphs/rights";
import { useSync } from "../../sync/DocumentSync";
import { announce } from "../../ui/announce";
import { reclassify } from "./useKeys";
import { editorOf, type View } from "./view";

interface GroupBannerProps {
  state: PageState;
  me: DocumentMe | null;
  view: View;
  actions: RowActions;
}

/** Over a breakout group's own text: its banner, with what its participants do from there. */
export function GroupBanner({ state, me, view, actions }: GroupBannerProps) {
  const { data: breakout, refetch } = useBreakoutOf(state.id, state.copy_of !== null);
  // Whose text it is must be plain at once, whatever else is still on its way.
  if (!breakout) return state.copy_of ? <BannerWaiting title={state.title} plenary={state.copy_of} /> : null;
  return <Banner {...{ state, me, view, actions, breakout }} onFresh={() => void refetch()} />;
}

/** At the top of the text: who sees it, why one only reads, what became of it. */
export function GroupSentences({ state, me }: Pick<GroupBannerProps, "state" | "me">) {
  const { data: breakout } = useBreakoutOf(state.id, state.copy_of !== null);
  if (!breakout) return null;
  return <BannerSentences breakout={breakout} audience={seenBySentence(state)} why={whyOutsideGroup(me)} />;
}

function Banner(props: GroupBannerProps & { breakout: Breakout; onFresh: () => void }) {
  const { state, me, view, actions, breakout, onFresh } = props;
  const { t } = useLingui();
  const sync = useSync();
  const [dialog, setDialog] = useState<"report" | "open" | null>(null);
  const paragraph = state.paragraphs.find((one) => one.id === view.current);
  const rights = paragraph ? rightsFor(paragraph, "anyone", me) : null;
  const writes = Boolean(me?.may.write) && !state.frozen;
  const none = t`Choose a paragraph first`;
  const icon = { size: 15, "aria-hidden": true } as const;
  const brackets = useMemo(
    () =>
      state.paragraphs.reduce(
        (sum, { brackets: b, withdrawn }) => sum + (withdrawn ? 0 : b.open + b.unclosed + b.unopened),
        0,
      ),
    [state.paragraphs],
  );

  const offered: (BannerAction & { may: boolean })[] = [
    {
      id: "split",
      may: writes,
      words: t`Split`,
      icon: <IconCut {...icon} />,
      disabled: !rights?.write,
      title: paragraph ? t`Divide the paragraph where the caret is (Enter)` : none,
      onAct: () => paragraph && splitHere(paragraph, view, actions),
    },
    {
      id: "kind",
      may: writes && Boolean(me?.may.structure),
      words: t`Statement ↔ Recommendation`,
      icon: <IconArrowsExchange {...icon} />,
      disabled: !rights?.structure || paragraph?.withdrawn,
      title: paragraph ? undefined : none,
      onAct: () => {
        if (!paragraph) return;
        const place = placeOf(paragraph);
        reclassify(actions, paragraph);
        announce(paragraph.kind === "statement" ? t`${place} is a recommendation.` : t`${place} is a statement.`);
      },
    },
    {
      id: "mark",
      may: breakout.may.convene && Boolean(me?.may.mark),
      words: t`Mark as our recommendation`,
      icon: <IconGavel {...icon} />,
      disabled: !rights?.mark,
      title: paragraph ? undefined : none,
      onAct: () => paragraph && actions.mark(paragraph),
    },
    {
      id: "open",
      may: breakout.may.open,
      words: t`Open to others…`,
      icon: <IconEye {...icon} />,
      onAct: () => setDialog("open"),
    },
    {
      id: "report",
      may: breakout.may.report,
      words: t`Report to plenary`,
      icon: <IconSend {...icon} />,
      strong: true,
      onAct: () => {
        // What the plenary will be shown is counted now.
        onFresh();
        setDialog("report");
      },
    },
  ];

  return (
    <>
      <BreakoutBanner
        breakout={breakout}
        audience={seenBySentence(state)}
        place={paragraph ? placeOf(paragraph) : ""}
        actions={offered.filter((one) => one.may)}
      />
      {dialog === "report" && (
        <ReportDialog
          breakout={breakout}
          brackets={brackets}
          settle={() => saved(sync.saving.state)}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "open" && <OpenToDialog breakout={breakout} onClose={() => setDialog(null)} />}
    </>
  );
}

/** As Enter does at the caret; without a caret the paragraph opens, and says how. */
function splitHere(paragraph: Paragraph, view: View, actions: RowActions): void {
  const editor = view.editing === paragraph.id ? editorOf(paragraph.id) : null;
  if (editor) {
    editor.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", code: "Enter", bubbles: true, cancelable: true }),
    );
    return;
  }
  actions.edit(paragraph.id);
  const note = say`Put the caret where the paragraph is to be divided, then press Enter.`;
  actions.openings.set(paragraph.id, { caret: "end", note });
  announce(note);
}

/** Everything typed here is on the server; waits a while for it. */
function saved(saving: ReturnType<typeof useSync>["saving"]["state"], patience = 5_000): Promise<boolean> {
  if (saving.get().state === "saved") return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (done: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(done);
    };
    const timer = setTimeout(() => end(false), patience);
    const stop = saving.subscribe(() => {
      if (saving.get().state === "saved") end(true);
    });
  });
}

/** Around a document: in a breakout group's text marks are recommendations, and what became of each paragraph is known. */
export function GroupTextAround({ state, children }: { state: PageState; children: ReactNode }) {
  const isGroups = state.copy_of !== null;
  const { data: breakout } = useBreakoutOf(state.id, isGroups);
  const reported = breakout?.reported_at ? breakout.id : undefined;
  const { data } = useOutcomes(state.id, reported);
  const outcomes = useMemo(
    () =>
      data && state.copy_of ? { plenary: state.copy_of, of: new Map(data.map((one) => [one.paragraph, one])) } : null,
    [data, state.copy_of],
  );
  return (
    <Recommending value={isGroups}>
      <Outcomes value={outcomes}>{children}</Outcomes>
    </Recommending>
  );
}
