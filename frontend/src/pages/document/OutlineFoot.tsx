import { Plural, Trans } from "@lingui/react/macro";
import { useMemo } from "react";
import { Link } from "react-router";
import type { PageState } from "../../api/types";
import { useLastDecision } from "../../features/documents/api";
import { countOf } from "../../features/documents/counts";
import { useKeyOf } from "../../ui/keymap";
import classes from "./OutlineFoot.module.css";

interface OutlineFootProps {
  state: PageState;
  /** How many proposals are tabled. */
  proposals: number;
  withdrawnShown: boolean;
  onWithdrawnShown: (shown: boolean) => void;
  onFind: () => void;
  onUndecided: () => void;
  onDownload: () => void;
  onAddCategory?: () => void;
  onDocument?: () => void;
  onNumbers?: () => void;
}

/** Below the categories: what else there is to go through, and the record. */
export function OutlineFoot({
  state,
  proposals,
  withdrawnShown,
  onWithdrawnShown,
  onFind,
  onUndecided,
  onDownload,
  onAddCategory,
  onDocument,
  onNumbers,
}: OutlineFootProps) {
  const undecidedKey = useKeyOf("undecided");
  const findKey = useKeyOf("find");
  const bracketKey = useKeyOf("bracket");
  const { paragraphs } = state;
  const record = useLastDecision(state);
  const left = useMemo(() => countOf(paragraphs).left, [paragraphs]);
  const withdrawn = useMemo(() => paragraphs.filter((one) => one.withdrawn).length, [paragraphs]);
  const brackets = useMemo(
    () =>
      paragraphs.reduce(
        (sum, { brackets: b, withdrawn: gone }) => sum + (gone ? 0 : b.open + b.unclosed + b.unopened),
        0,
      ),
    [paragraphs],
  );

  return (
    <div className={classes.foot}>
      {left > 0 && (
        <button type="button" onClick={onUndecided} title={undecidedKey || undefined}>
          <Trans>Next undecided</Trans>
        </button>
      )}
      {state.copy_of === null && (
        <p>
          <Link to={`/documents/${state.id}/proposals`}>
            {proposals > 0 ? (
              <Plural value={proposals} one="All proposals: # tabled" other="All proposals: # tabled" />
            ) : (
              <Trans>All proposals</Trans>
            )}
          </Link>
        </p>
      )}
      <button type="button" onClick={onFind} title={findKey || undefined}>
        <Trans>Find and replace</Trans>
      </button>
      {withdrawn > 0 && (
        <button type="button" aria-pressed={withdrawnShown} onClick={() => onWithdrawnShown(!withdrawnShown)}>
          {withdrawnShown ? (
            <Plural value={withdrawn} one="Hide # withdrawn paragraph" other="Hide # withdrawn paragraphs" />
          ) : (
            <Plural value={withdrawn} one="Show # withdrawn paragraph" other="Show # withdrawn paragraphs" />
          )}
        </button>
      )}
      {brackets > 0 && (
        <p>
          <Plural value={brackets} one="# bracket in the text" other="# brackets in the text" />
          <bdi className={classes.key} dir="ltr">
            {" "}
            {bracketKey}
          </bdi>
        </p>
      )}
      {onAddCategory && (
        <button type="button" onClick={onAddCategory}>
          <Trans>Add a category</Trans>
        </button>
      )}
      {onDocument && (
        <button type="button" onClick={onDocument}>
          <Trans>Title and settings</Trans>
        </button>
      )}
      {onNumbers && (
        <button type="button" onClick={onNumbers}>
          {state.numbering === "computed" ? <Trans>Freeze the numbers</Trans> : <Trans>Number anew</Trans>}
        </button>
      )}
      <button type="button" onClick={onDownload}>
        <Trans>Download</Trans>
      </button>
      <Link to={`/documents/${state.id}/changes`}>
        <Trans>What changed</Trans>
      </Link>
      {state.copy_of === null && (
        <>
          <Link to={`/documents/${state.id}/revisions`}>
            <Trans>State and revisions</Trans>
          </Link>
          <Link to={`/documents/${state.id}/sittings`}>
            <Trans>Sittings</Trans>
          </Link>
        </>
      )}
      <Link to={`/documents/${state.id}/record`}>
        <Trans>Record of decisions</Trans>
      </Link>
      {record && (
        <p className={classes.record} title={record.fingerprint}>
          <Trans>
            Last: number {record.number}, fingerprint{" "}
            <span translate="no" dir="ltr">
              {record.fingerprint.slice(0, 12)}
            </span>
          </Trans>
        </p>
      )}
    </div>
  );
}
