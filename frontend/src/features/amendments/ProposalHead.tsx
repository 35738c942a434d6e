import { Trans, useLingui } from "@lingui/react/macro";
import { momentWords } from "../../ui/dates";
import classes from "./Proposals.module.css";
import type { Proposal } from "./types";
import { useItuLabels } from "./useItuLabels";
import { ituLabel, kindWord, namesOf, stateWord } from "./words";

interface ProposalHeadProps {
  proposal: Proposal;
  place: string;
  detailed?: boolean;
  nth?: number;
}

/** Whose it is, its number, what it would do, and where it has got to. */
export function ProposalHead({ proposal, place, detailed, nth }: ProposalHeadProps) {
  const { t } = useLingui();
  const itu = useItuLabels();
  const { number, kind, stage, basis } = proposal;
  const names = namesOf(proposal);
  const what =
    kind === "addition"
      ? proposal.paragraph
        ? t`new paragraph after ${place}`
        : t`new paragraph, the first of ${place}`
      : kind === "deletion"
        ? t`delete ${place}`
        : kindWord(kind);
  return (
    <>
      <p className={classes.head}>
        {nth !== undefined && nth <= 9 && (
          <span className={classes.nth} aria-hidden="true">
            {nth}
          </span>
        )}
        <bdi className={classes.names}>{names}</bdi>
        {basis === "floor" && (
          <span className={classes.soft}>
            <Trans>from the floor</Trans>
          </span>
        )}
        <span className={classes.kind}>{itu ? ituLabel(kind) : what}</span>
        {number !== null && <span className={classes.soft}>{t`No. ${number}`}</span>}
        {stage !== "tabled" && <span className={classes.state}>{stateWord(proposal)}</span>}
      </p>
      {detailed && <Details proposal={proposal} />}
    </>
  );
}

function Details({ proposal }: { proposal: Proposal }) {
  const { tabled_at, tabled_by, decided_at, decided_by, decision, source } = proposal;
  const tabled = tabled_at && momentWords(tabled_at);
  const decided = decided_at && momentWords(decided_at);
  return (
    <ul className={classes.details}>
      {tabled && (
        <li>
          {tabled_by ? (
            <Trans>
              Tabled {tabled} by <bdi>{tabled_by}</bdi>
            </Trans>
          ) : (
            <Trans>Tabled {tabled}</Trans>
          )}
        </li>
      )}
      {decided && decided_by && (
        <li>
          <Trans>
            {stateWord(proposal)} {decided} by <bdi>{decided_by}</bdi>
          </Trans>
          {decision !== null && (
            <>
              {" · "}
              <Trans>decision {decision}</Trans>
            </>
          )}
        </li>
      )}
      {source === "not_added" && (
        <li>
          <Trans>Its words were typed into the text and not added</Trans>
        </li>
      )}
      {source === "history" && (
        <li>
          <Trans>Brings back an earlier wording</Trans>
        </li>
      )}
    </ul>
  );
}
