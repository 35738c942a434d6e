import { Plural, Trans } from "@lingui/react/macro";
import { momentWords } from "../../ui/dates";
import { STATUSES, statusWord } from "../../ui/status";
import classes from "./Endorsement.module.css";
import type { Counts } from "./endorsing";
import { Particulars } from "./Particulars";
import type { Breakout } from "./types";
import { seenSentence } from "./words";

interface EndorsementSummaryProps {
  breakout: Breakout;
  counts: Counts;
  unchanged: number;
  given: string;
}

/** The rapporteur's report, and in numbers what the group brings. */
export function EndorsementSummary({ breakout, counts, unchanged, given }: EndorsementSummaryProps) {
  const { report, reported_at, reported_by } = breakout;
  const marked = STATUSES.slice(1).flatMap((status) => {
    const n = breakout.counts.recommended[status] ?? 0;
    return n > 0 ? [`${n} ${statusWord(status)}`] : [];
  });
  return (
    <section className={classes.summary} aria-labelledby="report">
      <h2 id="report" className="visually-hidden">
        <Trans>The group's report</Trans>
      </h2>
      <p className={classes.report} dir="auto">
        {report || <Trans>The group has not reported yet.</Trans>}
      </p>
      {reported_at && (
        <p className={classes.by}>
          {reported_by ? (
            <Trans>
              Reported by <bdi>{reported_by}</bdi> on {momentWords(reported_at)}
            </Trans>
          ) : (
            <Trans>Reported on {momentWords(reported_at)}</Trans>
          )}
        </p>
      )}
      <ul className={classes.numbers}>
        <li>
          <Plural
            value={counts.all}
            _0="nothing is changed"
            one="# paragraph is changed or marked"
            other="# paragraphs are changed or marked"
          />
        </li>
        <li>
          <Plural value={counts.clean} one="# can be taken as it is" other="# can be taken as they are" />
        </li>
        <li>
          <Plural value={counts.choose} one="# needs a choice" other="# need a choice" />
        </li>
        <li>
          <Plural value={counts.agreed} one="# agreed meanwhile" other="# agreed meanwhile" />
        </li>
        <li>
          <Plural value={counts.settled} one="# decided" other="# decided" />
        </li>
        <li>
          <Plural value={unchanged} one="# unchanged" other="# unchanged" />
        </li>
        {marked.length > 0 && (
          <li>
            <Trans>recommended: {marked.join(", ")}</Trans>
          </li>
        )}
      </ul>
      <details className={classes.more}>
        <summary>
          <Trans>Task and people</Trans>
        </summary>
        <Particulars breakout={breakout} audience={seenSentence(breakout)} given={given} />
      </details>
    </section>
  );
}
