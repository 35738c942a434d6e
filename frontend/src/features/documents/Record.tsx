import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "react-router";
import type { RecordLine } from "../../api/types";
import { Words } from "../../editor/Words";
import { momentWords } from "../../ui/dates";
import { StatusShape } from "../../ui/StatusShape";
import { officeWord } from "../../ui/standing";
import { isStatus, type Marking, markingWords } from "../../ui/status";
import classes from "./Record.module.css";
import { actionSentence } from "./recordWords";

interface RecordProps {
  documentId: string;
  lines: RecordLine[];
  /** Asks for more, if there is more. */
  onMore?: () => void;
  loading: boolean;
}

/** Decisions in the order in which they were taken, each with the exact words it was taken on. */
export function RecordList({ documentId, lines, onMore, loading }: RecordProps) {
  return (
    <>
      <ol className={classes.list}>
        {lines.map((line) => (
          <Line key={line.number} documentId={documentId} line={line} />
        ))}
      </ol>
      {onMore && (
        <Button variant="default" onClick={onMore} loading={loading} mt="md">
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}

function Line({ documentId, line }: { documentId: string; line: RecordLine }) {
  const marking = markingOf(line);
  const words = line.runs ?? (line.words === null ? null : [{ insert: line.words }]);

  return (
    <li className={classes.line} id={`n-${line.number}`}>
      <p className={classes.head}>
        <span className={classes.number}>{line.number}</span>
        {line.label && line.paragraph && (
          <Link to={`/documents/${documentId}#p-${line.paragraph}`} className={classes.label}>
            {line.label}
          </Link>
        )}
        <span className={classes.action}>
          {marking && <StatusShape status={marking.status} open={marking.qualifier === "except"} />}
          {marking && line.action === "paragraph.marked" ? markingWords(marking) : actionSentence(line.action)}
        </span>
        <time dateTime={line.at} className={classes.at}>
          {momentWords(line.at)}
        </time>
      </p>
      {words !== null && line.action.startsWith("paragraph.") && (
        <div className={classes.words}>
          <Words runs={words} />
        </div>
      )}
      <p className={classes.facts}>
        <By line={line} />
        {line.meeting !== null && (
          <span>
            <Trans>Meeting {line.meeting}</Trans>
          </span>
        )}
        {line.reason && (
          <span>
            <Trans>
              Reason: <bdi>{line.reason}</bdi>
            </Trans>
          </span>
        )}
        <span className={classes.fingerprint} translate="no" dir="ltr" title={line.fingerprint}>
          {line.fingerprint.slice(0, 16)}
        </span>
      </p>
    </li>
  );
}

/** How a paragraph was marked, as the line says; a line without a mark has none. */
function markingOf({ status, facts }: RecordLine): Marking | null {
  if (!isStatus(status)) return null;
  const { qualifier, qualifier_words } = facts;
  return {
    status,
    qualifier: qualifier === "ad_referendum" || qualifier === "except" ? qualifier : null,
    qualifier_words: typeof qualifier_words === "string" ? qualifier_words : null,
  };
}

function By({ line: { actor, office, on_word_of } }: { line: RecordLine }) {
  if (!actor) return null;
  const who = office ? `${actor} (${officeWord(office)})` : actor;
  return (
    <span>
      {on_word_of ? (
        <Trans>
          {who}, on the word of {on_word_of}
        </Trans>
      ) : (
        who
      )}
    </span>
  );
}
