import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconArrowsSort } from "@tabler/icons-react";
import { memo } from "react";
import { StatusShape } from "../../ui/StatusShape";
import { markingWords } from "../../ui/status";
import { Changed } from "../paragraphs/Changed";
import type { Compared, Comparison } from "./api";
import classes from "./Comparing.module.css";

/** Whether anything at all happened to it. */
export function hasChanged(one: Compared): boolean {
  return one.kind !== "same" || one.moved || one.status_changed;
}

/** How many paragraphs were changed in which way, in words. */
export function ComparisonCounts({ comparison }: { comparison: Comparison }) {
  const { changed, added, removed, moved, status_changed, same } = comparison;
  if (changed + added + removed + moved + status_changed === 0) {
    return (
      <p className={classes.counts}>
        <Trans>Nothing changed: the words, the marks and the order are the same.</Trans>
      </p>
    );
  }
  return (
    <ul className={classes.counts}>
      {changed > 0 && (
        <li>
          <Plural value={changed} one="# paragraph with other words" other="# paragraphs with other words" />
        </li>
      )}
      {added > 0 && (
        <li>
          <Plural value={added} one="# added" other="# added" />
        </li>
      )}
      {removed > 0 && (
        <li>
          <Plural value={removed} one="# removed" other="# removed" />
        </li>
      )}
      {moved > 0 && (
        <li>
          <Plural value={moved} one="# moved" other="# moved" />
        </li>
      )}
      {status_changed > 0 && (
        <li>
          <Plural value={status_changed} one="# marked otherwise" other="# marked otherwise" />
        </li>
      )}
      <li>
        <Plural value={same} one="# with the same words" other="# with the same words" />
      </li>
    </ul>
  );
}

interface ComparedListProps {
  paragraphs: Compared[];
  /** Not only what changed: the changes then stand out by a rule. */
  all: boolean;
}

/** The paragraphs in the later order, under their categories. */
export const ComparedList = memo(function ComparedList({ paragraphs, all }: ComparedListProps) {
  let category = "";
  return paragraphs.map((one) => {
    const begins = one.category !== category;
    category = one.category;
    return (
      <div key={one.id}>
        {begins && (
          <h2 className={classes.category}>
            <bdi>{one.category}</bdi>
          </h2>
        )}
        <Row one={one} all={all} />
      </div>
    );
  });
});

function Row({ one, all }: { one: Compared; all: boolean }) {
  const { t } = useLingui();
  const { id, kind, moved, address, address_before, before, after, status_changed, diff, level } = one;
  const changed = hasChanged(one);
  const names = { changed: t`other words`, added: t`added`, removed: t`removed`, same: "" };
  return (
    <article
      id={`d-${id}`}
      tabIndex={changed ? -1 : undefined}
      className={classes.row}
      data-change={changed ? "" : undefined}
      data-kind={kind}
      data-all={all || undefined}
      data-plain={one.paragraph_kind === "plain" || undefined}
      aria-label={address ? t`Paragraph ${address}` : t`Paragraph without a number`}
      style={{ "--level": level } as React.CSSProperties}
    >
      <span className={classes.label}>
        <bdi>{address}</bdi>
        {address_before && (
          <span className={classes.was}>
            <Trans>
              was <bdi>{address_before}</bdi>
            </Trans>
          </span>
        )}
      </span>
      <div className={classes.body}>
        {diff.length === 0 ? <p className={classes.quiet}>{t`No words`}</p> : <Changed diff={diff} />}
      </div>
      <div className={classes.facts}>
        {names[kind] && <span data-what={kind}>{names[kind]}</span>}
        {moved && (
          <span>
            <IconArrowsSort size={14} aria-hidden /> <Trans>moved</Trans>
          </span>
        )}
        {status_changed && before && after ? (
          <>
            <span className={classes.gone}>
              <StatusShape status={before.status} size={13} /> {markingWords(before)}
            </span>
            <span>
              <StatusShape status={after.status} size={13} /> {markingWords(after)}
            </span>
          </>
        ) : (
          one.paragraph_kind !== "plain" &&
          (after ?? before) && (
            <span className={classes.quiet}>
              <StatusShape status={(after ?? before)?.status ?? "not_yet_discussed"} size={13} />{" "}
              {markingWords((after ?? before) as NonNullable<typeof after>)}
            </span>
          )
        )}
      </div>
    </article>
  );
}
