import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconGavel } from "@tabler/icons-react";
import { useSync } from "../../sync/DocumentSync";
import { useDocumentMe } from "../../sync/document";
import { announce } from "../../ui/announce";
import { useConfirmDecision } from "./api";
import classes from "./Proposals.module.css";
import type { Proposal } from "./types";
import { stateWord, titleOf } from "./words";

/** A decision that the secretariat recorded on the chair's word; the chair confirms it here. */
export function Awaiting({ proposal, place }: { proposal: Proposal; place: string }) {
  const { t } = useLingui();
  const { documentId } = useSync();
  const { data: me } = useDocumentMe(documentId);
  const confirm = useConfirmDecision(documentId);
  const title = titleOf(proposal);
  const { decision } = proposal;
  return (
    <p className={classes.awaiting}>
      <IconGavel size={14} aria-hidden />
      <span>
        <bdi>{title}</bdi>: {stateWord(proposal)}; <Trans>awaiting the chair's confirmation</Trans>
      </span>
      {me?.may.confirm && decision !== null && (
        <Button
          size="compact-xs"
          variant="default"
          loading={confirm.isPending}
          aria-label={t`Confirm: ${title}, ${place}`}
          onClick={() =>
            confirm.mutate({ id: proposal.id, decision }, { onSuccess: () => announce(t`${place}: confirmed.`) })
          }
        >
          <Trans>Confirm</Trans>
        </Button>
      )}
    </p>
  );
}
