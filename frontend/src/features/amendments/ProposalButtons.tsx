import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import type { Paragraph } from "../../api/types";
import { useSync } from "../../sync/DocumentSync";
import { useDocumentMe } from "../../sync/document";
import { announce } from "../../ui/announce";
import { standingWords } from "../../ui/standing";
import type { RowActions } from "../paragraphs/actions";
import { placeOf } from "../paragraphs/place";
import { useSponsor, useWithdraw } from "./api";
import { useDesk } from "./DeskProvider";
import { InviteDialog } from "./InviteDialog";
import classes from "./Proposals.module.css";
import { TableButton } from "./TableButton";
import type { Proposal } from "./types";
import { titleOf } from "./words";

interface ProposalButtonsProps {
  proposal: Proposal;
  paragraph: Paragraph;
  nth?: number;
  /** Where the page can write and preview; elsewhere only what takes one click. */
  actions: RowActions | null;
}

/** What this person can do with a proposal, by one click each. */
export function ProposalButtons({ proposal, paragraph, nth, actions }: ProposalButtonsProps) {
  const { t } = useLingui();
  const desk = useDesk();
  const { documentId } = useSync();
  const { data: me } = useDocumentMe(documentId);
  const sponsor = useSponsor(documentId);
  const [inviting, setInviting] = useState(false);
  const { id, may, stage, pending } = proposal;
  if (pending || (stage !== "draft" && stage !== "tabled")) return null;

  const title = titleOf(proposal);
  const place = placeOf(paragraph);
  const decides = Boolean(me?.may.decide || me?.may.decide_on_word) && stage === "tabled";
  const whom = standingWords(me ?? null);
  const join = (on: boolean) =>
    sponsor.mutate(
      { id, join: on },
      { onSuccess: () => announce(on ? t`You co-sponsor ${title}.` : t`You no longer sponsor ${title}.`) },
    );

  function preview() {
    actions?.select(paragraph.id);
    desk.lookAt(proposal);
  }

  return (
    <Group gap={6} mt={8} className={classes.buttons}>
      {decides && actions && (
        <Button
          size="compact-sm"
          onClick={preview}
          aria-label={t`Preview ${title} on ${place}`}
          title={nth && nth <= 9 ? t`Preview (${nth})` : undefined}
        >
          <Trans>Preview</Trans>
        </Button>
      )}
      {stage === "draft" && <TableButton proposal={proposal} />}
      {may.cosponsor && (
        <Button
          size="compact-sm"
          variant="default"
          loading={sponsor.isPending}
          aria-label={t`Co-sponsor ${title}`}
          onClick={() => join(true)}
        >
          {whom ? <Trans>Co-sponsor {whom}</Trans> : <Trans>Co-sponsor</Trans>}
        </Button>
      )}
      {(may.write || (may.edit && proposal.kind === "deletion")) && actions && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t`Edit ${title}`}
          onClick={() => {
            actions.select(paragraph.id);
            actions.typedAhead.begin();
            desk.write(id);
          }}
        >
          <Trans>Edit</Trans>
        </Button>
      )}
      {may.invite && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setInviting(true)}
          aria-label={t`Invite to ${title}`}
        >
          <Trans>Invite…</Trans>
        </Button>
      )}
      {may.leave && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={sponsor.isPending}
          aria-label={t`No longer sponsor ${title}`}
          onClick={() => join(false)}
        >
          <Trans>No longer sponsor</Trans>
        </Button>
      )}
      {may.withdraw && <WithdrawButton proposal={proposal} title={title} />}
      {inviting && <InviteDialog proposal={proposal} onClose={() => setInviting(false)} />}
    </Group>
  );
}

/** What is tabled is withdrawn by one click, and stays on record; a draft is gone, so that is asked first. */
function WithdrawButton({ proposal, title }: { proposal: Proposal; title: string }) {
  const { t } = useLingui();
  const { documentId } = useSync();
  const withdraw = useWithdraw(documentId);
  const [asking, setAsking] = useState(false);
  const { id, stage } = proposal;
  const draft = stage === "draft";
  const run = () =>
    withdraw.mutate({ id }, { onSuccess: () => announce(draft ? t`Draft discarded.` : t`${title} was withdrawn.`) });

  if (asking) {
    return (
      <>
        <span>
          <Trans>Discard this draft?</Trans>
        </span>
        <Button size="compact-sm" color="red" autoFocus loading={withdraw.isPending} onClick={run}>
          <Trans>Discard</Trans>
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
          <Trans>Keep</Trans>
        </Button>
      </>
    );
  }
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="red"
      loading={withdraw.isPending}
      aria-label={draft ? t`Discard ${title}` : t`Withdraw ${title}`}
      onClick={draft ? () => setAsking(true) : run}
    >
      {draft ? <Trans>Discard…</Trans> : <Trans>Withdraw</Trans>}
    </Button>
  );
}
