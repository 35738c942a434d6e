import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { IconArrowRight, IconGavel, IconPencil, IconSettings, IconUsersGroup } from "@tabler/icons-react";
import { Link } from "react-router";
import { dayWords, momentWords } from "../../ui/dates";
import { STATUSES, statusWord } from "../../ui/status";
import classes from "./BreakoutCard.module.css";
import { Particulars } from "./Particulars";
import { givenWords } from "./ranges";
import type { Breakout } from "./types";
import { groupName, seenSentence, stateWord } from "./words";

interface BreakoutCardProps {
  breakout: Breakout;
  /** The plenary's paragraphs, in order: neighbours are written as ranges. */
  order: readonly { id: string }[];
  onChange: (breakout: Breakout) => void;
  onReturn: (breakout: Breakout) => void;
  onConclude: (breakout: Breakout) => void;
}

/** One group of the document: how far it is, what it does, and where to go on from here. */
export function BreakoutCard({ breakout, order, onChange, onReturn, onConclude }: BreakoutCardProps) {
  const { t } = useLingui();
  const { id, name, state, counts, may, mine, report, reported_at, reported_by, return_note, due_day } = breakout;
  const called = groupName(breakout);
  const over = state === "reported" || state === "concluded";
  const marked = STATUSES.slice(1).flatMap((status) => {
    const n = counts.recommended[status] ?? 0;
    return n > 0 ? [`${n} ${statusWord(status)}`] : [];
  });
  const icon = { size: 16, "aria-hidden": true } as const;

  return (
    <article className={classes.card} aria-labelledby={`b-${id}`} data-state={state}>
      <header className={classes.head}>
        <IconUsersGroup size={20} aria-hidden className={classes.sign} />
        <h2 id={`b-${id}`} className={classes.name}>
          {called}
          {name && (
            <>
              {" "}
              <bdi className={classes.own}>{name}</bdi>
            </>
          )}
        </h2>
        <span className={classes.state} data-state={state}>
          {stateWord(state)}
        </span>
        {mine && (
          <span className={classes.mine}>
            <Trans>you take part</Trans>
          </span>
        )}
        {due_day && !over && (
          <span className={classes.due}>
            <Trans>due on {dayWords(due_day)}</Trans>
          </span>
        )}
      </header>
      {may.read && (
        <p className={classes.counts}>
          <Plural value={counts.changed} one="# paragraph changed" other="# paragraphs changed" />
          {" · "}
          {marked.length > 0 ? <Trans>recommended: {marked.join(", ")}</Trans> : <Trans>no mark recommended</Trans>}
          {over && counts.taken + counts.left > 0 && (
            <>
              {" · "}
              <Plural
                value={counts.left}
                _0="nothing waits for the plenary"
                one="# waits for the plenary"
                other="# wait for the plenary"
              />
            </>
          )}
        </p>
      )}
      {state === "returned" && return_note && (
        <p className={classes.note}>
          <Trans>
            Given back: <bdi>{return_note}</bdi>
          </Trans>
        </p>
      )}
      {over && report && (
        <blockquote className={classes.report}>
          <p dir="auto">{report}</p>
          {reported_at && (
            <footer>
              {reported_by ? (
                <Trans>
                  Reported by <bdi>{reported_by}</bdi> on {momentWords(reported_at)}
                </Trans>
              ) : (
                <Trans>Reported on {momentWords(reported_at)}</Trans>
              )}
            </footer>
          )}
        </blockquote>
      )}
      <details className={classes.more}>
        <summary>
          <Trans>Task and people</Trans>
        </summary>
        <Particulars breakout={breakout} audience={seenSentence(breakout)} given={givenWords(breakout.given, order)} />
      </details>
      <Group gap="xs" className={classes.actions}>
        {may.read ? (
          <Button
            component={Link}
            to={`/documents/${breakout.copy}`}
            variant={may.work ? "filled" : "default"}
            size="compact-md"
            leftSection={
              may.work ? <IconPencil {...icon} /> : <IconArrowRight {...icon} className={classes.directed} />
            }
            aria-label={t`The text of ${called}`}
          >
            {may.work ? <Trans>Work on its text</Trans> : <Trans>Its text</Trans>}
          </Button>
        ) : (
          <span className={classes.shut}>
            <Trans>The group works by itself; its text can be read once it has reported.</Trans>
          </span>
        )}
        {over && may.read && (
          <Button
            component={Link}
            to={`/documents/${breakout.document}/breakouts/${id}`}
            variant={may.endorse && counts.left > 0 ? "filled" : "default"}
            size="compact-md"
            leftSection={may.endorse ? <IconGavel {...icon} /> : undefined}
            aria-label={may.endorse ? t`Look at what ${called} brings and endorse` : t`What ${called} brings`}
          >
            {may.endorse ? <Trans>Look at it and endorse</Trans> : <Trans>What it brings</Trans>}
          </Button>
        )}
        {may.manage && (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconSettings {...icon} />}
            onClick={() => onChange(breakout)}
            aria-label={t`Change ${called}`}
          >
            <Trans>Change</Trans>
          </Button>
        )}
        {may.manage && state === "reported" && (
          <Button variant="default" size="compact-md" onClick={() => onReturn(breakout)}>
            <Trans>Give the text back</Trans>
          </Button>
        )}
        {may.manage && state !== "concluded" && (
          <Button variant="subtle" size="compact-md" onClick={() => onConclude(breakout)}>
            <Trans>End its work</Trans>
          </Button>
        )}
      </Group>
    </article>
  );
}
