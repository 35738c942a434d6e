import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useSync } from "../../sync/DocumentSync";
import { useDocumentMe } from "../../sync/document";
import { announce } from "../../ui/announce";
import { standingWords } from "../../ui/standing";
import { useTable } from "./api";
import { useDesk } from "./DeskProvider";
import classes from "./Proposals.module.css";
import type { Proposal } from "./types";
import { titleOf } from "./words";

interface TableButtonProps {
  proposal: Proposal;
  /** What is still to be sent before it is tabled. */
  before?: () => Promise<unknown>;
}

/** Puts a draft before everybody; those who may not are told who may. */
export function TableButton({ proposal, before }: TableButtonProps) {
  const { t } = useLingui();
  const desk = useDesk();
  const sync = useSync();
  const { data: me } = useDocumentMe(sync.documentId);
  const table = useTable(sync.documentId);
  const [busy, setBusy] = useState(false);
  const whom = standingWords(me ?? null);
  if (!proposal.may.table) {
    if (proposal.pending || !me?.delegation || me.may_act) return null;
    const { name } = me.delegation;
    return (
      <span className={classes.note}>
        <Trans>
          Those who act for <bdi>{name}</bdi> table it.
        </Trans>
      </span>
    );
  }

  async function run() {
    setBusy(true);
    try {
      await before?.();
      // The words first: what is tabled is what its author has written (ENGINE E15).
      if (proposal.text && !(await sync.settled(proposal.text))) {
        announce(t`Your own changes are not yet saved. Nothing was tabled; please try again.`);
        return;
      }
      const tabled = await table.mutateAsync({ id: proposal.id });
      if (tabled.paragraph) desk.unfold(tabled.paragraph, true);
      desk.rest(proposal.id);
      announce(t`${titleOf(tabled)} is tabled: everybody sees it.`);
    } catch {
      // What the server has against it is said by the command itself.
    } finally {
      setBusy(false);
    }
  }

  return (
    <Button size="compact-sm" loading={busy} onClick={() => void run()} aria-label={t`Table ${titleOf(proposal)}`}>
      {whom ? <Trans>Table {whom}</Trans> : <Trans>Table</Trans>}
    </Button>
  );
}
