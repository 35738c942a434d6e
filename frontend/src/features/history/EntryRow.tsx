import { Trans, useLingui } from "@lingui/react/macro";
import { IconLock } from "@tabler/icons-react";
import { memo, useId, useState } from "react";
import { Link } from "react-router";
import { momentWords, timeWords } from "../../ui/dates";
import { StatusShape } from "../../ui/StatusShape";
import { isStatus } from "../../ui/status";
import { Changed } from "../paragraphs/Changed";
import type { HistoryEntry } from "./api";
import classes from "./History.module.css";
import { isTrimmed, trimmed } from "./trimmed";
import { byWhom, noteOf, whatHappened } from "./words";

interface EntryRowProps {
  documentId: string;
  entry: HistoryEntry;
  /** In a breakout group's text. */
  inGroup: boolean;
  picked: boolean;
  onPick: (entry: HistoryEntry) => void;
  /** Opens a proposal with the words after it. */
  onPropose?: (moment: string) => void;
  proposing: boolean;
}

/** One line of the history: who, what, when, and by which words. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { documentId, entry, inGroup, picked, onPick, onPropose, proposing } = props;
  const { t } = useLingui();
  const [whole, setWhole] = useState(false);
  const title = useId();
  const { kind, at, until, changes, after, decision, status, other } = entry;
  const what = whatHappened(entry, inGroup);
  const who = byWhom(entry);
  const note = noteOf(entry);
  const lasted = Date.parse(until) - Date.parse(at) >= 60_000;

  return (
    <li className={classes.entry} data-kind={kind} data-picked={picked || undefined}>
      <p className={classes.head} id={title}>
        {kind === "marked" && isStatus(status) && <StatusShape status={status} size={14} />}
        {kind === "shut" && <IconLock size={14} aria-hidden />}
        {kind === "words" ? (
          <bdi className={classes.who}>{who || t`Words changed`}</bdi>
        ) : (
          <span className={classes.what}>{what}</span>
        )}
        <time dateTime={at} title={momentWords(at)}>
          {timeWords(Date.parse(at))}
          {lasted && `–${timeWords(Date.parse(until))}`}
        </time>
      </p>
      {kind !== "words" && who && (
        <p className={classes.by}>
          <bdi>{who}</bdi>
        </p>
      )}
      {note && (
        <p className={classes.by}>
          <bdi>{note}</bdi>
        </p>
      )}
      {changes && (
        <div className={classes.changes}>
          <Changed diff={whole ? changes : trimmed(changes)} />
        </div>
      )}
      {after && !changes && kind !== "begun" && (
        <p className={classes.by}>
          <Trans>Choose it to see what changed.</Trans>
        </p>
      )}
      <div className={classes.actions}>
        {after && (
          <label className={classes.pick}>
            <input type="checkbox" checked={picked} aria-describedby={title} onChange={() => onPick(entry)} />
            <Trans>Compare</Trans>
          </label>
        )}
        {changes && isTrimmed(changes) && (
          <button type="button" aria-expanded={whole} aria-describedby={title} onClick={() => setWhole(!whole)}>
            {whole ? <Trans>Only what changed</Trans> : <Trans>Whole words</Trans>}
          </button>
        )}
        {after && onPropose && (
          <button type="button" disabled={proposing} aria-describedby={title} onClick={() => onPropose(after)}>
            <Trans>Propose these words again</Trans>
          </button>
        )}
        {decision !== null && (
          <Link to={`/documents/${documentId}/record#n-${decision}`}>
            <Trans>Decision {decision}</Trans>
          </Link>
        )}
        {other?.address && (
          <Link to={`/documents/${documentId}#p-${other.paragraph}`}>
            <bdi>{other.address}</bdi>
          </Link>
        )}
      </div>
    </li>
  );
});
