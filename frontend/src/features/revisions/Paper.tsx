import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import type { Category, Paragraph, Run } from "../../api/types";
import { Placeholders } from "../../editor/placeholders";
import { Words } from "../../editor/Words";
import { momentWords } from "../../ui/dates";
import { StatusShape } from "../../ui/StatusShape";
import { markingWords } from "../../ui/status";
import { stateWord } from "../../ui/whole";
import type { Revision } from "./api";
import classes from "./Paper.module.css";
import { revisionSeenBy, revisionTitle } from "./words";

/** A revision as a paper: masthead, categories, paragraphs with their marks, notes at the end. It never changes. */
export function Paper({ revision }: { revision: Revision }) {
  const { t } = useLingui();
  const { state, fingerprint, frozen_at, decision_number, meeting } = revision;
  const paragraphs = useMemo(() => state.paragraphs.filter((one) => !one.withdrawn), [state.paragraphs]);
  const notes = useMemo(() => notesOf(paragraphs), [paragraphs]);

  return (
    <article className={classes.paper} aria-labelledby="paper-title">
      <header className={classes.masthead}>
        <p className={classes.group}>
          <bdi>{state.group.name}</bdi>
        </p>
        <h1 id="paper-title" className={classes.title} dir="auto">
          {state.title}
        </h1>
        <p className={classes.name}>
          <bdi>{revisionTitle(revision)}</bdi>
        </p>
        <dl className={classes.facts}>
          <div>
            <dt>{t`Frozen`}</dt>
            <dd>
              {momentWords(frozen_at)}
              {meeting !== null && ` · ${t`Meeting ${meeting}`}`}
            </dd>
          </div>
          <div>
            <dt>{t`State`}</dt>
            <dd>{stateWord(state.state, state.as_amended)}</dd>
          </div>
          <div>
            <dt>{t`Who can see it`}</dt>
            <dd>{revisionSeenBy(revision.seen_by)}</dd>
          </div>
          <div>
            <dt>{t`Last decision before it`}</dt>
            <dd>
              {state.record ? (
                <>
                  {t`number ${state.record.number}`}{" "}
                  <code translate="no" dir="ltr">
                    {state.record.fingerprint.slice(0, 16)}
                  </code>
                </>
              ) : (
                t`none`
              )}
            </dd>
          </div>
          <div>
            <dt>{t`Fingerprint`}</dt>
            <dd>
              <code translate="no" dir="ltr">
                {fingerprint}
              </code>
              {decision_number !== null && (
                <span className={classes.quiet}> {t`on record as decision ${decision_number}`}</span>
              )}
            </dd>
          </div>
        </dl>
      </header>
      {state.categories.map((category) => (
        <Part
          key={category.id}
          category={category}
          paragraphs={paragraphs.filter((one) => one.category === category.id)}
          notes={notes}
        />
      ))}
      {notes.all.length > 0 && (
        <section className={classes.notes} aria-labelledby="paper-notes">
          <h2 id="paper-notes">
            <Trans>Notes</Trans>
          </h2>
          <ol>
            {notes.all.map(({ id, note, address }, at) => (
              <li key={id} id={`note-${at + 1}`} dir="auto">
                {note} {address && <span className={classes.quiet}>({address})</span>}
              </li>
            ))}
          </ol>
        </section>
      )}
    </article>
  );
}

function Part({ category, paragraphs, notes }: { category: Category; paragraphs: Paragraph[]; notes: Notes }) {
  const { t } = useLingui();
  if (paragraphs.length === 0) return null;
  return (
    <section aria-labelledby={`c-${category.id}`}>
      <h2 id={`c-${category.id}`} className={classes.category}>
        <bdi>{category.code}</bdi>
        {category.title && category.title !== category.code && (
          <>
            {". "}
            <bdi>{category.title}</bdi>
          </>
        )}
      </h2>
      {paragraphs.map((paragraph) => {
        const { id, label, level, kind, status, qualifier, mark, runs } = paragraph;
        const own = notes.of.get(id) ?? [];
        return (
          <div
            key={id}
            id={`p-${id}`}
            className={classes.row}
            data-kind={kind}
            style={{ "--level": level } as React.CSSProperties}
          >
            <span className={classes.label} dir="auto">
              {label}
            </span>
            <div className={classes.body}>
              <Placeholders value={paragraph.placeholders}>
                <Words runs={runs} placeholder={t`No words`} />
              </Placeholders>
              {own.length > 0 && (
                <p className={classes.quiet}>
                  {own.map((number) => (
                    <a key={number} href={`#note-${number}`}>
                      {t`Note ${number}`}{" "}
                    </a>
                  ))}
                </p>
              )}
            </div>
            {(kind !== "plain" || mark) && (
              <span className={classes.status}>
                <StatusShape status={status} open={qualifier === "except"} size={13} />
                {markingWords(paragraph)}
              </span>
            )}
          </div>
        );
      })}
    </section>
  );
}

interface Notes {
  all: { id: string; note: string; address: string }[];
  /** The numbers of each paragraph's notes. */
  of: Map<string, number[]>;
}

/** The footnotes in order, numbered through the whole. */
function notesOf(paragraphs: Paragraph[]): Notes {
  const notes: Notes = { all: [], of: new Map() };
  for (const { id, address, runs } of paragraphs) {
    for (const [at, run] of (runs as Run[]).entries()) {
      const note = run.attributes?.footnote;
      if (typeof note !== "string") continue;
      notes.all.push({ id: `${id}-${at}`, note, address });
      notes.of.set(id, [...(notes.of.get(id) ?? []), notes.all.length]);
    }
  }
  return notes;
}
