import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconLock } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import { momentWords } from "../../ui/dates";
import { StatusShape } from "../../ui/StatusShape";
import { isStatus, statusWord } from "../../ui/status";
import { Changed } from "../paragraphs/Changed";
import type { Changes, Done, ParagraphChanged } from "./api";
import classes from "./Changes.module.css";
import { trimmed } from "./trimmed";
import { byWhom, whatHappened } from "./words";

interface ChangesListProps {
  documentId: string;
  changes: Changes;
  /** With all words, not only those around a change. */
  whole: boolean;
}

/** The paragraphs that changed, under their categories, in reading order. */
export const ChangesList = memo(function ChangesList({ documentId, changes, whole }: ChangesListProps) {
  const groups = changes.categories
    .map((category) => ({ category, members: changes.paragraphs.filter((one) => one.category === category.id) }))
    .filter(({ members }) => members.length > 0);
  return groups.map(({ category, members }) => (
    <section key={category.id} aria-label={`${category.code} ${category.title}`.trim()}>
      <h2 className={classes.category}>
        <bdi>{category.code}</bdi> {category.title !== category.code && <bdi>{category.title}</bdi>}
        <span className={classes.count}>
          <Plural value={members.length} one="# paragraph" other="# paragraphs" />
        </span>
      </h2>
      {members.map((one) => (
        <Row key={one.paragraph} documentId={documentId} one={one} whole={whole} />
      ))}
    </section>
  ));
});

function Row({ documentId, one, whole }: { documentId: string; one: ParagraphChanged; whole: boolean }) {
  const { t } = useLingui();
  const { paragraph, address, what, changes, by, shut, acts, level } = one;
  const names = { changed: t`other words`, added: t`added`, removed: t`withdrawn`, done: t`same words` };
  const typed = byWhom({ kind: "words", by, office: null, on_word_of: null });
  return (
    <article
      id={`d-${paragraph}`}
      tabIndex={-1}
      className={classes.row}
      data-what={what}
      data-plain={one.kind === "plain" || undefined}
      aria-label={address ? t`Paragraph ${address}` : t`Paragraph without a number`}
      style={{ "--level": level } as React.CSSProperties}
    >
      <span className={classes.label}>
        <Link to={`/documents/${documentId}#p-${paragraph}`}>
          <bdi>{address || t`Go there`}</bdi>
        </Link>
      </span>
      <div className={classes.body}>
        <Changed diff={whole || what === "added" ? changes : trimmed(changes)} />
      </div>
      <div className={classes.facts}>
        <p>
          <span className={classes.what} data-what={what}>
            {names[what]}
          </span>
          {isStatus(one.status) && one.kind !== "plain" && what !== "removed" && (
            <span className={classes.status}>
              <StatusShape status={one.status} size={13} /> {statusWord(one.status)}
            </span>
          )}
        </p>
        {typed && (
          <p>
            <Trans>
              Typed by <bdi>{typed}</bdi>
            </Trans>
          </p>
        )}
        {shut && (
          <p>
            <IconLock size={13} aria-hidden /> <Trans>Changed in a sitting that was closed to you</Trans>
          </p>
        )}
        {acts.length > 0 && (
          <ul className={classes.acts}>
            {acts.map((act) => (
              <li key={`${act.kind} ${act.at}`}>
                <Act documentId={documentId} act={act} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}

function Act({ documentId, act }: { documentId: string; act: Done }) {
  const who = byWhom(act);
  const { decision } = act;
  return (
    <>
      {whatHappened(act)}
      {who && (
        <>
          {" · "}
          <bdi>{who}</bdi>
        </>
      )}
      {" · "}
      <time dateTime={act.at}>{momentWords(act.at)}</time>
      {decision !== null && (
        <>
          {" · "}
          <Link to={`/documents/${documentId}/record#n-${decision}`}>
            <Trans>Decision {decision}</Trans>
          </Link>
        </>
      )}
    </>
  );
}
