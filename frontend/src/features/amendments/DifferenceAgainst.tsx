import { Trans } from "@lingui/react/macro";
import { IconAlertTriangle, IconEqual } from "@tabler/icons-react";
import { useMemo } from "react";
import type { Run } from "../../api/types";
import { Difference } from "../paragraphs/Difference";
import { reshown } from "./edits";
import classes from "./Proposals.module.css";
import type { Proposal } from "./types";

interface DifferenceAgainstProps {
  proposal: Pick<Proposal, "kind" | "base_runs" | "stage">;
  /** The words of the paragraph as they are now. */
  present: Run[];
  /** The words of the proposal as they are now. */
  runs: Run[];
}

const NO_WORDS: Run[] = [];

/** What a proposal would change in the words as they are now; says so where nothing is left of it, or others changed the same. */
export function DifferenceAgainst({ proposal, present, runs }: DifferenceAgainstProps) {
  const { kind, base_runs: base } = proposal;
  const shown = useMemo(() => {
    if (kind === "addition") return { runs, collides: false, empty: runs.length === 0 };
    if (kind === "deletion") return { runs: NO_WORDS, collides: false, empty: false };
    return reshown(base, runs, present);
  }, [kind, base, runs, present]);
  return (
    <>
      {shown.empty ? (
        <p className={classes.note}>
          <IconEqual size={14} aria-hidden />
          {kind === "addition" ? (
            <Trans>No words yet.</Trans>
          ) : proposal.stage === "draft" ? (
            <Trans>Nothing is changed yet.</Trans>
          ) : (
            <Trans>The text says this already: nothing of it is left to accept.</Trans>
          )}
        </p>
      ) : (
        <Difference earlier={kind === "addition" ? NO_WORDS : present} later={shown.runs} />
      )}
      {shown.collides && (
        <p className={classes.warn}>
          <IconAlertTriangle size={14} aria-hidden />
          <Trans>The text has changed where this would change it.</Trans>
        </p>
      )}
    </>
  );
}
