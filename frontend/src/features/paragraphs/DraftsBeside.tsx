import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconLock, IconNotes } from "@tabler/icons-react";
import { memo, Suspense, useState } from "react";
import type { Draft, Paragraph, Run } from "../../api/types";
import { contentHash, plainText } from "../../editor/canonical";
import { Words } from "../../editor/Words";
import { useDocumentMe } from "../../sync/document";
import type { LiveText } from "../../sync/liveText";
import { useDismissReturned, useLive, useReturned } from "../../sync/useTextAttachment";
import { announce } from "../../ui/announce";
import { AbsenceBeside } from "./AbsenceBeside";
import type { RowActions } from "./actions";
import { useDiscardDraft } from "./api";
import { Difference } from "./Difference";
import classes from "./DraftsBeside.module.css";
import { LazyDraftEditor } from "./editors";
import { placeOf } from "./place";
import { replaceWords } from "./replaceWords";
import { reasonSentence } from "./rights";

interface DraftsBesideProps {
  documentId: string;
  paragraph: Paragraph;
  /** The words of the paragraph as they are now. */
  runs: Run[];
  live: LiveText | null;
  drafts: Draft[];
  editing: string | null;
  writable: boolean;
  /** Why the text cannot be written in, where that is so. */
  why: string;
  /** A draft can become a proposal. */
  proposes: boolean;
  actions: RowActions;
}

/** The private drafts that a person has beside a paragraph, those made of words that were not added among them. */
export const DraftsBeside = memo(function DraftsBeside({ drafts, ...rest }: DraftsBesideProps) {
  const returned = useReturned(rest.paragraph.text);
  const { paragraph, runs, live, writable, why, actions } = rest;
  const absence = <AbsenceBeside {...{ paragraph, runs, live, writable, why, actions }} />;
  if (drafts.length === 0 && returned.length === 0) return absence;

  const known = new Set(drafts.map((one) => one.id));
  const waiting: Draft[] = returned
    .filter((one) => !known.has(one.id))
    .map((one) => ({
      id: one.id,
      paragraph: rest.paragraph.id,
      runs: one.runs,
      words: one.words,
      base_hash: one.baseHash,
      origin: one.origin,
      reason: one.reason,
      created_at: new Date(one.at).toISOString(),
      updated_at: new Date(one.at).toISOString(),
    }));
  return (
    <>
      {absence}
      <div className={classes.drafts}>
        {[...waiting, ...drafts].map((draft) => (
          <DraftBeside key={draft.id} draft={draft} onlyHere={!known.has(draft.id)} {...rest} />
        ))}
      </div>
    </>
  );
});

interface DraftBesideProps extends Omit<DraftsBesideProps, "drafts" | "why"> {
  draft: Draft;
  /** The server does not have it yet. */
  onlyHere: boolean;
}

function DraftBeside({
  draft,
  onlyHere,
  documentId,
  paragraph,
  runs,
  live,
  editing,
  writable,
  proposes,
  actions,
}: DraftBesideProps) {
  const { t } = useLingui();
  const clipboard = useClipboard();
  const discard = useDiscardDraft(documentId);
  const dismiss = useDismissReturned();
  const { writable: open } = useLive(live);
  const [asking, setAsking] = useState<"discard" | "add" | null>(null);
  const mayTable = Boolean(useDocumentMe(documentId).data?.may.table);
  const own = draft.origin === "own" || draft.reason === "chosen";
  const name = placeOf(paragraph);

  if (editing === draft.id) {
    return (
      <section className={classes.draft} aria-label={t`Your private draft beside ${name}`}>
        <Heading draft={draft} onlyHere={onlyHere} />
        <Suspense fallback={<Words runs={draft.runs} />}>
          <LazyDraftEditor
            draft={draft}
            label={t`Your private draft beside ${name}`}
            typedAhead={actions.typedAhead}
            onDone={() => actions.editDraft(paragraph, null)}
          />
        </Suspense>
      </section>
    );
  }

  function remove() {
    dismiss(draft.id);
    if (!onlyHere) discard.mutate(draft);
    announce(t`Draft discarded.`);
    actions.editDraft(paragraph, null);
  }

  function add() {
    if (!live) return;
    replaceWords(live.words, draft.runs);
    // They are in the text now, and its journal keeps them until the server has them.
    dismiss(draft.id);
    if (!onlyHere) discard.mutate(draft);
    setAsking(null);
    announce(t`Your words were put into the text.`);
    actions.editDraft(paragraph, null);
  }

  const moved = draft.base_hash !== null && draft.base_hash !== contentHash(runs);
  return (
    <section
      className={classes.draft}
      data-origin={own ? "own" : draft.origin}
      aria-label={own ? t`Your private draft beside ${name}` : t`Your words beside ${name} that were not added`}
    >
      <Heading draft={draft} onlyHere={onlyHere} />
      {asking === "add" ? (
        <>
          <p className={classes.note}>
            {moved ? (
              <Trans>
                Both were changed: choose the words. This is what your draft would make of the text as it is now.
              </Trans>
            ) : (
              <Trans>This is what your draft would make of the text.</Trans>
            )}
          </p>
          <Difference earlier={runs} later={draft.runs} />
        </>
      ) : (
        <Words runs={draft.runs} placeholder={t`No words yet`} />
      )}
      <Group gap="xs" mt={8}>
        {asking === "discard" ? (
          <>
            <span>
              <Trans>Discard these words?</Trans>
            </span>
            <Button size="compact-sm" color="red" onClick={remove} autoFocus>
              <Trans>Discard</Trans>
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsking(null)}>
              <Trans>Keep</Trans>
            </Button>
          </>
        ) : asking === "add" ? (
          <>
            <Button size="compact-sm" onClick={add} disabled={!open || !writable} autoFocus>
              <Trans>Put these words into the text</Trans>
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsking(null)}>
              <Trans>Leave the text as it is</Trans>
            </Button>
          </>
        ) : (
          <>
            {proposes && !onlyHere && plainText(draft.runs).trim() !== "" && (
              <Button size="compact-sm" onClick={() => actions.tableDraft(paragraph, draft)}>
                {mayTable ? <Trans>Table as a proposal</Trans> : <Trans>Make it a draft proposal</Trans>}
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={() => clipboard.copy(plainText(draft.runs))}>
              {clipboard.copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
            </Button>
            {!onlyHere && (
              <Button size="compact-sm" variant="default" onClick={() => actions.editDraft(paragraph, draft.id)}>
                <Trans>Edit the draft</Trans>
              </Button>
            )}
            {writable && open && (
              <Button size="compact-sm" variant="default" onClick={() => setAsking("add")}>
                <Trans>Put into the text…</Trans>
              </Button>
            )}
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => setAsking("discard")}>
              <Trans>Discard</Trans>
            </Button>
          </>
        )}
      </Group>
    </section>
  );
}

function Heading({ draft, onlyHere }: { draft: Draft; onlyHere: boolean }) {
  if (draft.origin === "own" || draft.reason === "chosen") {
    return (
      <p className={classes.heading}>
        <IconLock size={14} aria-hidden />
        <Trans>Your private draft: nobody else sees it</Trans>
      </p>
    );
  }
  return (
    <>
      <p className={classes.heading} data-not-added="">
        <IconNotes size={14} aria-hidden />
        {onlyHere ? (
          <Trans>Not added: kept on this device</Trans>
        ) : (
          <Trans>Not added: kept as your private draft</Trans>
        )}
      </p>
      <p className={classes.note}>{reasonSentence(draft.reason)}</p>
    </>
  );
}
