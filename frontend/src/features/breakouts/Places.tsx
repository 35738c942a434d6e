import { Trans, useLingui } from "@lingui/react/macro";
import { IconUsersGroup } from "@tabler/icons-react";
import { memo, useMemo } from "react";
import { Link } from "react-router";
import { useBreakouts } from "./api";
import classes from "./Places.module.css";
import { rangesOf } from "./ranges";
import type { Breakout } from "./types";
import { groupName, stateWord } from "./words";

interface OutlineBreakoutsProps {
  documentId: string;
  /** Whether this person may set groups up. */
  setsUp: boolean;
}

/** In the plenary's outline: its groups with how far they are. Nothing where there is none and nobody to set one up. */
export const OutlineBreakouts = memo(function OutlineBreakouts({ documentId, setsUp }: OutlineBreakoutsProps) {
  const { data } = useBreakouts(documentId);
  const groups = data?.filter((one) => one.state !== "concluded") ?? [];
  if (!data?.length && !setsUp) return null;
  return (
    <div className={classes.outline}>
      <h2 className={classes.heading}>
        <Link to={`/documents/${documentId}/breakouts`}>
          <Trans>Breakout groups</Trans>
        </Link>
      </h2>
      {groups.length > 0 && (
        <ul className={classes.list}>
          {groups.map((one) => (
            <li key={one.id}>
              <GroupLink breakout={one} /> <span className={classes.state}>{stateOf(one)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
});

function stateOf(breakout: Breakout) {
  if (breakout.state === "reported" && breakout.counts.left === 0) return <Trans>all decided</Trans>;
  return stateWord(breakout.state);
}

/** To the group's text, or once it has reported to what it brings; plain words for whoever may see neither. */
function GroupLink({ breakout }: { breakout: Breakout }) {
  const { id, document, copy, state, may, name } = breakout;
  const words = (
    <>
      {groupName(breakout)}
      {name && (
        <>
          {" "}
          <bdi>{name}</bdi>
        </>
      )}
    </>
  );
  if (!may.read) return <span>{words}</span>;
  return (
    <Link to={state === "reported" ? `/documents/${document}/breakouts/${id}` : `/documents/${copy}`}>{words}</Link>
  );
}

interface CategoryNoteProps {
  documentId: string;
  category: string;
  paragraphs: readonly { id: string; address: string }[];
}

/** Under the heading of a category: which groups work on it, or on some of it. */
export const CategoryNote = memo(function CategoryNote({ documentId, category, paragraphs }: CategoryNoteProps) {
  const { data } = useBreakouts(documentId);
  const here = useMemo(
    () =>
      (data ?? []).flatMap((breakout) => {
        if (breakout.state === "concluded") return [];
        if (breakout.given.categories.some((one) => one.id === category)) return [{ breakout, ranges: "" }];
        const given = new Set(breakout.given.paragraphs.map((one) => one.id));
        const some = paragraphs.filter((one) => given.has(one.id));
        return some.length > 0 ? [{ breakout, ranges: rangesOf(some, paragraphs) }] : [];
      }),
    [data, category, paragraphs],
  );
  return here.map(({ breakout, ranges }) => (
    <p key={breakout.id} className={classes.note} data-breakout={breakout.id}>
      <IconUsersGroup size={16} aria-hidden />
      <NoteWords breakout={breakout} ranges={ranges} />
    </p>
  ));
});

function NoteWords({ breakout, ranges }: { breakout: Breakout; ranges: string }) {
  const { t } = useLingui();
  const { id, document, copy, state, may, mine } = breakout;
  const called = groupName(breakout);
  const reported = state === "reported";
  const sentence = reported
    ? ranges
      ? t`${called} has reported on ${ranges}.`
      : t`${called} has reported on this.`
    : ranges
      ? t`${called} works on ${ranges}.`
      : t`${called} works on this.`;
  return (
    <span>
      {sentence}{" "}
      {may.read &&
        (reported ? (
          <Link to={`/documents/${document}/breakouts/${id}`}>
            <Trans>What it brings</Trans>
          </Link>
        ) : (
          <Link to={`/documents/${copy}`}>{mine ? <Trans>To your group's text</Trans> : <Trans>Its text</Trans>}</Link>
        ))}
    </span>
  );
}
