import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import type { DocumentMe, PageState, Paragraph, Status } from "../../api/types";
import { useAlternatives } from "../../features/alternatives/api";
import { CategoryDialog } from "../../features/documents/CategoryDialog";
import { DocumentDialog } from "../../features/documents/DocumentDialog";
import { GoTo } from "../../features/documents/GoTo";
import { KeySheet } from "../../features/documents/KeySheet";
import { NumbersDialog } from "../../features/documents/NumbersDialog";
import { DownloadDialog } from "../../features/exchange/DownloadDialog";
import { CloseSittingDialog } from "../../features/meetings/CloseSittingDialog";
import { ScreensDialog } from "../../features/meetings/ScreensDialog";
import { SittingForm } from "../../features/meetings/SittingForm";
import { useChange, useMove, usePlaceholders, useRestore, useWithdraw } from "../../features/paragraphs/api";
import { findPlaces } from "../../features/paragraphs/goto";
import { MarkCard } from "../../features/paragraphs/MarkCard";
import { MarkedDialog } from "../../features/paragraphs/MarkedDialog";
import { MoveDialog } from "../../features/paragraphs/MoveDialog";
import { OriginDialog } from "../../features/paragraphs/OriginDialog";
import { PlaceholdersDialog } from "../../features/paragraphs/PlaceholdersDialog";
import { placeOf } from "../../features/paragraphs/place";
import { ReasonDialog } from "../../features/paragraphs/ReasonDialog";
import { useSync } from "../../sync/DocumentSync";
import { useRuns, useTextAttachment } from "../../sync/useTextAttachment";
import { announce } from "../../ui/announce";
import { markingWords } from "../../ui/status";
import { type Dialog, focusRow, shownOf, type View } from "./view";

interface DialogsProps {
  state: PageState;
  me: DocumentMe | null;
  groups: Map<string, Paragraph[]>;
  view: View;
  open: (dialog: Dialog | null) => void;
  onGo: (id: string) => void;
}

/** Whatever lies over the page. */
export function Dialogs({ state, me, groups, view, open, onGo }: DialogsProps) {
  const { t } = useLingui();
  const move = useMove(state.id);
  const change = useChange(state.id);
  const flag = usePlaceholders(state.id);
  const withdraw = useWithdraw(state.id);
  const restore = useRestore(state.id);
  const { dialog } = view;
  const find = useCallback(
    (typed: string) =>
      findPlaces(
        shownOf(state.paragraphs, view.withdrawnShown).map((one) => ({ ...one, label: one.address || one.label })),
        typed,
      ).map((one) => ({ id: one.id, label: one.label, words: one.words, status: markingWords(one) })),
    [state.paragraphs, view.withdrawnShown],
  );
  if (!dialog) return null;

  const close = () => open(null);
  const back = (id: string) => {
    open(null);
    requestAnimationFrame(() => focusRow(id));
  };
  const id = "id" in dialog ? dialog.id : null;
  const paragraph = state.paragraphs.find((one) => one.id === id);

  if (dialog.kind === "goto") return <GoTo find={find} onGo={onGo} onClose={close} />;
  if (dialog.kind === "keys") {
    return (
      <KeySheet
        writes={Boolean(me?.may.write || me?.may.propose)}
        marks={Boolean(me?.may.mark || me?.may.on_word)}
        structures={Boolean(me?.may.structure)}
        onTour={() => open({ kind: "tour" })}
        onClose={close}
      />
    );
  }
  if (dialog.kind === "sitting") {
    if (dialog.about === "close") return <CloseSittingDialog state={state} onClose={close} />;
    if (dialog.about === "screens") return <ScreensDialog documentId={state.id} onClose={close} />;
    return <SittingForm state={state} onClose={close} />;
  }
  if (dialog.kind === "download") return <DownloadDialog document={state} onClose={close} />;
  if (dialog.kind === "document") return <DocumentDialog document={state} onClose={close} />;
  if (dialog.kind === "numbers") return <NumbersDialog documentId={state.id} onClose={close} />;
  if (dialog.kind === "category") {
    return (
      <CategoryDialog
        documentId={state.id}
        category={state.categories.find((one) => one.id === dialog.category)}
        after={state.categories.find((one) => one.id === dialog.after)}
        onClose={close}
      />
    );
  }
  if (!paragraph) return null;
  const place = placeOf(paragraph);
  switch (dialog.kind) {
    case "mark":
      return (
        <LiveMarkCard
          state={state}
          me={me}
          paragraph={paragraph}
          status={dialog.status}
          onClose={() => back(paragraph.id)}
        />
      );
    case "marked":
      return <LiveMarkedDialog paragraph={paragraph} onClose={() => back(paragraph.id)} />;
    case "move":
      return (
        <MoveDialog
          paragraph={paragraph}
          categories={state.categories}
          groups={groups}
          onMove={(to) =>
            move.mutate({ id: paragraph.id, ...to }, { onSuccess: () => announce(t`${place} was moved.`) })
          }
          onClose={() => back(paragraph.id)}
        />
      );
    case "origin":
      return (
        <OriginDialog
          paragraph={paragraph}
          onSave={(origin) => change.mutate({ id: paragraph.id, ...origin })}
          onClose={() => back(paragraph.id)}
        />
      );
    case "placeholders":
      return (
        <LivePlaceholders
          paragraph={paragraph}
          onFlag={(placeholders) => flag.mutate({ id: paragraph.id, placeholders })}
          onClose={() => back(paragraph.id)}
        />
      );
    case "withdraw":
      return (
        <ReasonDialog
          title={t`Withdraw ${place}`}
          explanation={t`The paragraph is taken out of the text. Its words stay in the record, and it can be restored.`}
          action={t`Withdraw`}
          onConfirm={(reason) =>
            withdraw.mutate(
              { id: paragraph.id, reason: reason || undefined },
              { onSuccess: () => announce(t`${place} was withdrawn.`) },
            )
          }
          onClose={() => back(paragraph.id)}
        />
      );
    case "restore":
      return (
        <ReasonDialog
          title={t`Restore the paragraph`}
          explanation={t`The paragraph comes back into the text where it stood, with the words it had.`}
          action={t`Restore`}
          onConfirm={(reason) =>
            restore.mutate(
              { id: paragraph.id, reason: reason || undefined },
              { onSuccess: () => announce(t`The paragraph was restored.`) },
            )
          }
          onClose={() => back(paragraph.id)}
        />
      );
    default:
      return null;
  }
}

interface LiveMarkCardProps {
  state: PageState;
  me: DocumentMe | null;
  paragraph: Paragraph;
  status?: Status;
  onClose: () => void;
}

function LiveMarkCard({ state, me, paragraph, status, onClose }: LiveMarkCardProps) {
  const alternatives = useAlternatives(paragraph.id);
  const standing = alternatives.filter((one) => one.state === "standing").map((one) => one.label);
  const sync = useSync();
  const { live } = useTextAttachment(paragraph.text, paragraph.generation, { pinned: true });
  const runs = useRuns(live, paragraph.runs);
  return (
    <MarkCard
      alternatives={standing}
      documentId={state.id}
      paragraph={paragraph}
      runs={runs}
      choice={status}
      onWord={!me?.may.mark}
      recommends={state.copy_of !== null}
      settle={() => sync.settled(paragraph.text)}
      onClose={onClose}
    />
  );
}

function LiveMarkedDialog({ paragraph, onClose }: { paragraph: Paragraph; onClose: () => void }) {
  const { live } = useTextAttachment(paragraph.text, paragraph.generation, { pinned: true });
  const runs = useRuns(live, paragraph.runs);
  return <MarkedDialog paragraph={paragraph} runs={runs} onClose={onClose} />;
}

type LivePlaceholdersProps = Omit<Parameters<typeof PlaceholdersDialog>[0], "runs">;

function LivePlaceholders(props: LivePlaceholdersProps) {
  const { paragraph } = props;
  const { live } = useTextAttachment(paragraph.text, paragraph.generation, { pinned: true });
  return <PlaceholdersDialog {...props} runs={useRuns(live, paragraph.runs)} />;
}
