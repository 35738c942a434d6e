import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconFilePencil, IconGavel, IconHistory, IconNotes, IconPencil } from "@tabler/icons-react";
import { type ComponentType, memo, Suspense, useContext, useMemo, useState } from "react";
import type { DocumentMe, Draft, Paragraph, Run, Way } from "../../api/types";
import { findBrackets } from "../../editor/brackets";
import { plainText } from "../../editor/canonical";
import { Placeholders } from "../../editor/placeholders";
import { Words } from "../../editor/Words";
import type { LiveText } from "../../sync/liveText";
import { useRuns, useTextAttachment } from "../../sync/useTextAttachment";
import { standingWords } from "../../ui/standing";
import { markingWords } from "../../ui/status";
import type { RowActions } from "./actions";
import { DraftsBeside } from "./DraftsBeside";
import { LazyTextEditor } from "./editors";
import { ParagraphMenu } from "./ParagraphMenu";
import classes from "./ParagraphRow.module.css";
import { placeOf } from "./place";
import { Recommending } from "./recommending";
import { rightsFor } from "./rights";
import { StatusMark } from "./StatusMark";
import { WatchedWords } from "./WatchedWords";

/** What is shown under a paragraph's words is given the paragraph and its words as they are now. */
export interface BesideProps {
  paragraph: Paragraph;
  runs: Run[];
  live: LiveText | null;
  way: Way;
  current: boolean;
  actions: RowActions;
}

export interface ParagraphRowProps {
  documentId: string;
  paragraph: Paragraph;
  /** Its neighbours are left out: it is called A.12(a) and not (a). */
  wholeNumber: boolean;
  way: Way;
  me: DocumentMe | null;
  /** The paragraph that keys and the thumb bar act on. */
  current: boolean;
  editing: boolean;
  /** Whether the room has it under discussion. */
  now: boolean;
  /** Whether Tab from outside the text comes to this row. */
  tabbable: boolean;
  /** Why the words cannot be changed, when that was asked by trying. */
  hint: boolean;
  drafts: Draft[];
  /** The draft that is being written, if it is one of this paragraph's. */
  draftEditing: string | null;
  /** Who is at the paragraph; a component, so that their coming and going draws nothing else. */
  Presence: ComponentType<{ paragraph: string }>;
  /** Proposals, alternatives, opinions and stances under the words. */
  Beside: ComponentType<BesideProps>;
  actions: RowActions;
}

/** One paragraph as it is read: label, words, status at the end; what can be done appears when one comes near. */
export const ParagraphRow = memo(function ParagraphRow(props: ParagraphRowProps) {
  const { documentId, paragraph, way, me, current, editing, now, tabbable, hint, drafts, actions } = props;
  const { t } = useLingui();
  const [near, setNear] = useState(false);
  const { ref, live } = useTextAttachment(paragraph.text, paragraph.generation, { pinned: editing });
  const runs = useRuns(live, paragraph.runs);
  const { id, label, status, kind } = paragraph;
  const address = paragraph.address || label;
  const unnumbered = kind === "plain" ? t`Plain text` : t`Paragraph without a number`;
  const place = address ? t`Paragraph ${address}` : paragraph.pending ? t`New paragraph` : unnumbered;
  const recommends = useContext(Recommending) && status !== "not_yet_discussed";
  const marking = recommends ? t`recommended: ${markingWords(paragraph)}` : markingWords(paragraph);
  const state = paragraph.withdrawn ? t`withdrawn` : kind === "plain" && !paragraph.mark ? "" : marking;

  return (
    <article
      ref={ref}
      id={`p-${id}`}
      data-paragraph={id}
      data-current={current || undefined}
      data-status={status}
      data-recommends={recommends || undefined}
      data-except={paragraph.qualifier === "except" || undefined}
      data-kind={kind}
      data-withdrawn={paragraph.withdrawn || undefined}
      aria-label={[place, now && t`under discussion now`, state].filter(Boolean).join(", ")}
      aria-current={current || undefined}
      data-label={address || undefined}
      data-editing={editing || undefined}
      data-now={now || undefined}
      tabIndex={tabbable && !editing ? 0 : -1}
      className={classes.row}
      style={{ "--level": paragraph.level } as React.CSSProperties}
      onPointerEnter={near ? undefined : () => setNear(true)}
      onFocus={(event) => {
        if (!current && event.target.closest("[data-paragraph]") === event.currentTarget) actions.select(id);
      }}
    >
      <span className={classes.label} dir="auto">
        {props.wholeNumber ? address : label}
        {now && (
          <span className={classes.now}>
            <Trans>Now</Trans>
          </span>
        )}
      </span>
      <Placeholders value={paragraph.placeholders}>
        <div className={classes.body}>
          {editing ? (
            <Suspense fallback={<Words runs={runs} placeholder={t`No words yet`} />}>
              <LazyTextEditor
                live={live}
                runs={runs}
                label={place}
                paragraph={paragraph}
                rights={rightsFor(paragraph, way, me)}
                standing={standingWords(me)}
                actions={actions}
              />
            </Suspense>
          ) : (
            <WatchedWords live={live} runs={runs} label={place} placeholder={t`No words yet`} />
          )}
          <Particulars paragraph={paragraph} runs={runs} onShowMarked={() => actions.showMarked(paragraph)} />
          {!paragraph.pending && <props.Beside {...{ paragraph, runs, live, way, current, actions }} />}
          {hint && <Why paragraph={paragraph} way={way} me={me} actions={actions} />}
          <DraftsBeside
            documentId={documentId}
            paragraph={paragraph}
            runs={runs}
            live={live}
            drafts={drafts}
            editing={props.draftEditing}
            writable={rightsFor(paragraph, way, me).write}
            why={rightsFor(paragraph, way, me).why}
            proposes={rightsFor(paragraph, way, me).propose}
            actions={actions}
          />
        </div>
      </Placeholders>
      <div className={classes.end}>
        {paragraph.withdrawn ? (
          <span className={classes.withdrawn}>
            <Trans>withdrawn</Trans>
          </span>
        ) : (
          (kind !== "plain" || paragraph.mark) && (
            <StatusMark
              status={status}
              qualifier={paragraph.qualifier}
              qualifier_words={paragraph.qualifier_words}
              final={paragraph.final}
            />
          )
        )}
        <props.Presence paragraph={id} />
        {(near || current) && !editing && <RowButtons {...{ paragraph, way, me, current, actions }} />}
      </div>
    </article>
  );
});

function RowButtons({
  paragraph,
  way,
  me,
  current,
  actions,
}: Pick<ParagraphRowProps, "paragraph" | "way" | "me" | "current" | "actions">) {
  const { t } = useLingui();
  const rights = rightsFor(paragraph, way, me);
  const name = placeOf(paragraph);
  const tabIndex = current ? 0 : -1;

  return (
    <div className={classes.actions}>
      {rights.write ? (
        <button
          type="button"
          className={classes.action}
          tabIndex={tabIndex}
          aria-label={t`Edit ${name}`}
          title={t`Edit (Enter)`}
          onClick={() => actions.edit(paragraph.id)}
        >
          <IconPencil size={17} aria-hidden />
          <Trans>Edit</Trans>
        </button>
      ) : rights.propose ? (
        <button
          type="button"
          className={classes.action}
          tabIndex={tabIndex}
          aria-label={t`Propose a change to ${name}`}
          title={t`Propose a change (Enter)`}
          onClick={() => actions.propose(paragraph)}
        >
          <IconFilePencil size={17} aria-hidden />
          <Trans>Propose</Trans>
        </button>
      ) : (
        rights.draft && (
          <button
            type="button"
            className={classes.action}
            tabIndex={tabIndex}
            aria-label={t`Write a private draft beside ${name}`}
            title={t`Write a private draft (Enter)`}
            onClick={() => actions.draft(paragraph)}
          >
            <IconNotes size={17} aria-hidden />
            <Trans>Draft</Trans>
          </button>
        )
      )}
      {rights.mark && (
        <button
          type="button"
          className={classes.action}
          tabIndex={tabIndex}
          aria-label={t`Mark ${name}`}
          title={rights.mark === "own" ? t`Mark (Alt+Shift+1–4)` : t`Mark on the chair's word (Alt+Shift+1–4)`}
          onClick={() => actions.mark(paragraph)}
        >
          <IconGavel size={17} aria-hidden />
          <Trans>Mark</Trans>
        </button>
      )}
      {rights.confirm && (
        <button
          type="button"
          className={classes.action}
          tabIndex={tabIndex}
          aria-label={t`Confirm the mark of ${name}`}
          onClick={() => actions.confirm(paragraph)}
        >
          <Trans>Confirm</Trans>
        </button>
      )}
      <ParagraphMenu paragraph={paragraph} rights={rights} actions={actions} tabbable={current} />
    </div>
  );
}

interface ParticularsProps {
  paragraph: Paragraph;
  /** The words as they are now: the brackets are those. */
  runs: Run[];
  onShowMarked: () => void;
}

/** The small print under the words: who proposed them, what is special about them. Nothing where there is nothing to say. */
function Particulars({ paragraph, runs, onShowMarked }: ParticularsProps) {
  const { mark, kind, proposer, source, placeholders } = paragraph;
  const { pairs, held, alone } = useMemo(() => {
    const text = plainText(runs);
    const { spans, unclosed, unopened } = findBrackets(text);
    const places = spans.filter((span) => placeholders.includes(text.slice(span.start, span.end))).length;
    return { pairs: spans.length - places, held: places, alone: unclosed.length + unopened.length };
  }, [runs, placeholders]);
  const named = [proposer, source].filter(Boolean).join(" · ");
  if (
    !named &&
    kind !== "statement" &&
    !pairs &&
    !held &&
    !alone &&
    !mark?.awaiting_confirmation &&
    !paragraph.changed_since_marked
  ) {
    return null;
  }
  return (
    <p className={classes.particulars}>
      {kind === "statement" && (
        <span>
          <Trans>Statement</Trans>
        </span>
      )}
      {named && <span>{named}</span>}
      {pairs > 0 && (
        <span>
          <Plural value={pairs} one="# bracket" other="# brackets" />
        </span>
      )}
      {held > 0 && (
        <span>
          <Plural value={held} one="# bracket holds a place" other="# brackets hold a place" />
        </span>
      )}
      {alone > 0 && (
        <span className={classes.warn}>
          <IconAlertTriangle size={13} aria-hidden />
          <Plural value={alone} one="# bracket without its partner" other="# brackets without their partners" />
        </span>
      )}
      {mark?.awaiting_confirmation && (
        <span className={classes.warn}>
          {mark.on_word_of ? (
            <Trans>
              marked by {mark.by} on the word of {mark.on_word_of}; awaiting confirmation
            </Trans>
          ) : (
            <Trans>awaiting the chair's confirmation</Trans>
          )}
        </span>
      )}
      {paragraph.changed_since_marked && (
        <button type="button" className={classes.badge} onClick={onShowMarked}>
          <IconHistory size={13} aria-hidden />
          <Trans>marked on earlier wording</Trans>
        </button>
      )}
    </p>
  );
}

function Why({ paragraph, way, me, actions }: Pick<ParagraphRowProps, "paragraph" | "way" | "me" | "actions">) {
  const rights = rightsFor(paragraph, way, me);
  if (!rights.why) return null;
  return (
    <p className={classes.why}>
      <span>{rights.why}</span>
      {rights.propose ? (
        // Enter told why; Enter again begins a proposal.
        <button
          type="button"
          className={classes.badge}
          ref={(button) => button?.focus({ preventScroll: true })}
          onClick={() => actions.propose(paragraph)}
        >
          <IconFilePencil size={13} aria-hidden />
          <Trans>Propose a change</Trans>
        </button>
      ) : (
        rights.draft && (
          // Enter told why; Enter again begins a draft.
          <button
            type="button"
            className={classes.badge}
            ref={(button) => button?.focus({ preventScroll: true })}
            onClick={() => actions.draft(paragraph)}
          >
            <IconNotes size={13} aria-hidden />
            <Trans>Write a private draft</Trans>
          </button>
        )
      )}
    </p>
  );
}
