import { Trans, useLingui } from "@lingui/react/macro";
import { CloseButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Paragraph, Run } from "../../api/types";
import { contentHash } from "../../editor/canonical";
import { useSync } from "../../sync/DocumentSync";
import { useRuns, useTextAttachment } from "../../sync/useTextAttachment";
import { LoadingState, ProblemState } from "../../ui/QueryState";
import { Warning } from "../../ui/Warning";
import { Difference } from "../paragraphs/Difference";
import { placeOf } from "../paragraphs/place";
import { usePreview } from "./api";
import { Deciding } from "./Deciding";
import { useDesk } from "./DeskProvider";
import { ProposalHead } from "./ProposalHead";
import classes from "./Proposals.module.css";
import type { Preview, Proposal } from "./types";
import { titleOf } from "./words";

interface PreviewCardProps {
  proposal: Proposal;
  paragraph: Paragraph;
  /** The words of the paragraph as they are now. */
  runs: Run[];
}

const NO_WORDS: Run[] = [];

/** What it would come to is asked anew once somebody's typing has rested this long. */
const ASK_AFTER = 250;

/** What the text would exactly be, in its place; Enter accepts it, Esc leaves. If the words move on, it says so and records nothing. */
export function PreviewCard({ proposal, paragraph, runs }: PreviewCardProps) {
  const { t } = useLingui();
  const desk = useDesk();
  const preview = usePreview(proposal.id);
  const [shown, setShown] = useState<Preview | null>(null);
  const [refused, setRefused] = useState(false);
  const card = useRef<HTMLElement>(null);
  const place = placeOf(paragraph);
  const title = titleOf(proposal);
  const fresh = preview.data ?? null;
  const movedTo = useMoved(proposal, paragraph, runs, shown);
  const { refetch } = preview;

  useEffect(() => {
    if (!shown && fresh) setShown(fresh);
  }, [shown, fresh]);
  // The words moved: what it would come to now is asked, and shown beside what was looked at.
  useEffect(() => {
    if (movedTo === null) return;
    const timer = setTimeout(() => void refetch(), ASK_AFTER);
    return () => clearTimeout(timer);
  }, [movedTo, refetch]);
  useEffect(() => card.current?.focus({ preventScroll: true }), []);

  function leave() {
    desk.looking.set(null);
    requestAnimationFrame(() => document.getElementById(`p-${paragraph.id}`)?.focus({ preventScroll: true }));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      return leave();
    }
    const field = event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]");
    if (field || event.altKey || event.ctrlKey || event.metaKey) return;
    if (/^[1-9]$/.test(event.key) && desk.look(paragraph.id, Number(event.key))) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  const stale = shown !== null && fresh !== null && isOther(shown, fresh);
  const moved = movedTo !== null || stale || refused;
  return (
    <section
      ref={card}
      tabIndex={-1}
      className={classes.preview}
      data-preview=""
      data-own-keys=""
      data-amber={moved || undefined}
      aria-label={t`Preview of ${title} on ${place}`}
      onKeyDown={onKeyDown}
    >
      <div className={classes.previewHead}>
        <p className={classes.label}>
          <Trans>
            Preview: what <bdi>{place}</bdi> would say
          </Trans>
        </p>
        <CloseButton size="sm" aria-label={t`Close the preview`} title={t`Close (Esc)`} onClick={leave} />
      </div>
      <ProposalHead proposal={proposal} place={place} />
      {!shown &&
        (preview.isError ? (
          <ProblemState error={preview.error} onRetry={() => void refetch()} retrying={preview.isFetching} />
        ) : (
          <LoadingState lines={2} />
        ))}
      {shown && moved && <Moved before={shown} after={stale ? fresh : null} />}
      {shown && (
        <Deciding
          key={`${shown.proposal_hash} ${shown.paragraph_hash}`}
          proposal={proposal}
          paragraph={paragraph}
          preview={shown}
          moved={moved}
          looking={preview.isFetching}
          onMoved={() => {
            setRefused(true);
            void refetch();
          }}
          onLookAgain={() => {
            setRefused(false);
            setShown(fresh);
          }}
          onDone={leave}
        />
      )}
    </section>
  );
}

/** Tells the words that both sides have now, if they are not those that are looked at; else null. */
function useMoved(proposal: Proposal, paragraph: Paragraph, runs: Run[], shown: Preview | null): string | null {
  const { texts } = useSync();
  const { live } = useTextAttachment(proposal.text ?? "", proposal.generation ?? 0, {
    pinned: Boolean(proposal.text && proposal.generation),
  });
  const now = useRuns(live, proposal.runs);
  return useMemo(() => {
    if (!shown) return null;
    const { proposal_hash, paragraph_hash } = shown;
    const own = proposal_hash === null ? null : contentHash(now);
    const isAttached = paragraph_hash !== null && texts.hashOf(paragraph.text) !== null;
    const theirs = isAttached ? contentHash(runs) : paragraph_hash;
    return own === proposal_hash && theirs === paragraph_hash ? null : `${own} ${theirs}`;
  }, [shown, now, runs, texts, paragraph.text]);
}

const isOther = (a: Preview, b: Preview) =>
  a.proposal_hash !== b.proposal_hash || a.paragraph_hash !== b.paragraph_hash || a.agreed !== b.agreed;

/** The card has turned amber: what it would come to now, against what was looked at. */
function Moved({ before, after }: { before: Preview; after: Preview | null }) {
  return (
    <Warning
      alert
      icon={<IconAlertTriangle aria-hidden />}
      title={<Trans>The words have changed since you saw them. Nothing was recorded.</Trans>}
    >
      {after && (
        <div data-testid="moved-on">
          <p className={classes.label}>
            <Trans>This is the difference to what it would come to now:</Trans>
          </p>
          <Difference earlier={before.result?.runs ?? NO_WORDS} later={after.result?.runs ?? NO_WORDS} />
        </div>
      )}
    </Warning>
  );
}
