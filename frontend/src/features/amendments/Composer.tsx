import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Textarea } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { Editor } from "@tiptap/core";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Paragraph, Run } from "../../api/types";
import { canonicalJson } from "../../editor/canonical";
import { insertPlain } from "../../editor/commands";
import { FormatToolbar } from "../../editor/FormatToolbar";
import { ParagraphEditor } from "../../editor/ParagraphEditor";
import type { TrackedStretch } from "../../editor/tracked";
import { Words } from "../../editor/Words";
import { useSync } from "../../sync/DocumentSync";
import { useLive, useRuns, useTextAttachment } from "../../sync/useTextAttachment";
import { announce } from "../../ui/announce";
import type { RowActions } from "../paragraphs/actions";
import { difference } from "../paragraphs/difference";
import { placeOf } from "../paragraphs/place";
import { useRest } from "../paragraphs/useRest";
import { useExplain } from "./api";
import { useDesk } from "./DeskProvider";
import { DifferenceAgainst } from "./DifferenceAgainst";
import { ProposalHead } from "./ProposalHead";
import classes from "./Proposals.module.css";
import { TableButton } from "./TableButton";
import type { Proposal } from "./types";
import { titleOf } from "./words";

/** Writing ends by itself after this long without a key or a click. */
const REST = 60_000;

interface ComposerProps {
  proposal: Proposal;
  paragraph: Paragraph;
  /** The words of the paragraph as they are now. */
  present: Run[];
  actions: RowActions;
}

/** A proposal being written, in place; on a phone over the whole screen, with the original above. */
export function Composer(props: ComposerProps) {
  const { t } = useLingui();
  const desk = useDesk();
  const phone = useMediaQuery("(max-width: 40em)", false, { getInitialValueInEffect: false });
  const { proposal, paragraph, present, actions } = props;
  const place = placeOf(paragraph);
  const { kind, stage } = proposal;
  const flush = useRef<() => Promise<unknown>>(async () => {});

  const leave = useCallback(() => {
    void flush.current();
    desk.rest(proposal.id);
    requestAnimationFrame(() => actions.select(paragraph.id, true));
  }, [desk, proposal.id, actions, paragraph.id]);
  const stir = useRest(REST, () => {
    if (phone) return;
    announce(t`Writing ended after a minute's rest.`);
    leave();
  });

  // Withdrawn, tabled by a colleague and taken up: nothing is left to write in.
  const over = stage !== "draft" && stage !== "tabled";
  useEffect(() => {
    if (!over) return;
    announce(t`The proposal is no longer open.`);
    desk.rest(proposal.id);
  }, [over, desk, proposal.id, t]);

  const content = (
    <>
      {kind === "deletion" ? (
        <DifferenceAgainst proposal={proposal} present={present} runs={[]} />
      ) : (
        <WordsField {...props} onLeave={leave} />
      )}
      <Explanation proposal={proposal} flush={flush} />
      <Group justify="space-between" mt={8} gap="xs" className={classes.foot}>
        <Saved proposal={proposal} />
        <Group gap={6}>
          <Button size="compact-sm" variant="default" onClick={leave} title={t`Done (Esc)`}>
            {stage === "draft" ? <Trans>Save draft</Trans> : <Trans>Done</Trans>}
          </Button>
          {stage === "draft" && <TableButton proposal={proposal} before={() => flush.current()} />}
        </Group>
      </Group>
    </>
  );
  const title =
    kind === "addition"
      ? proposal.paragraph
        ? t`A new paragraph after ${place}`
        : t`A new paragraph, the first of ${place}`
      : kind === "deletion"
        ? t`Delete ${place}`
        : t`A change to ${place}`;
  if (phone) {
    return (
      <Modal.Root opened onClose={leave} fullScreen returnFocus={false} trapFocus>
        <Modal.Content className={classes.sheet} aria-label={title}>
          <div className={classes.sheetHead}>
            <Modal.Title>{title}</Modal.Title>
            <Modal.CloseButton aria-label={t`Close`} />
          </div>
          <Modal.Body className={classes.sheetBody}>
            {kind !== "addition" && (
              <details className={classes.original} open>
                <summary>
                  <Trans>The words as they are now</Trans>
                </summary>
                <Words runs={present} />
              </details>
            )}
            {content}
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    );
  }
  return (
    <section
      className={classes.card}
      data-writing=""
      data-own-keys=""
      data-kind={kind}
      data-proposal={proposal.id}
      aria-label={t`${titleOf(proposal)}, on ${place}`}
      onKeyDownCapture={stir}
      onPointerDownCapture={stir}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        leave();
      }}
    >
      <ProposalHead proposal={proposal} place={place} />
      {content}
    </section>
  );
}

/** The words, with what they add to the text and take from it shown as one types. */
function WordsField({ proposal, paragraph, present, actions, onLeave }: ComposerProps & { onLeave: () => void }) {
  const { t } = useLingui();
  const { text, generation, runs, kind, base_runs: base } = proposal;
  const { live } = useTextAttachment(text ?? "", generation ?? 0, { pinned: generation !== null });
  const { phase, synced, writable } = useLive(live);
  const now = useRuns(live, runs);
  const [editor, setEditor] = useState<Editor | null>(null);
  const ready = live !== null && synced && phase !== "denied";
  const editable = ready && writable;
  const { typedAhead } = actions;
  const [note, setNote] = useState("");
  const moved = useMemo(
    () => kind === "change" && base !== null && canonicalJson(base) !== canonicalJson(present),
    [kind, base, present],
  );
  const compared = moved && base ? base : present;
  const tracking = useMemo(
    () => (kind === "change" ? (words: Run[]): readonly TrackedStretch[] => difference(compared, words) : undefined),
    [kind, compared],
  );

  useLayoutEffect(() => {
    if (!editor || editor.isDestroyed || !editable) return;
    const typed = typedAhead.take();
    if (typed) insertPlain(editor.view, typed);
    // Under a long paragraph it opens below the window's edge.
    const { dom } = editor.view;
    requestAnimationFrame(() => dom.closest("[data-writing]")?.scrollIntoView({ block: "nearest" }));
  }, [editor, editable, typedAhead]);

  const place = placeOf(paragraph);
  const label = kind === "addition" ? t`Words of the new paragraph after ${place}` : t`Proposed words of ${place}`;
  if (!ready) {
    return (
      <>
        <Words runs={runs} placeholder={t`Write here`} />
        <p className={classes.note} role="status">
          <Trans>Opening it for writing…</Trans>
        </p>
      </>
    );
  }
  return (
    <>
      <ParagraphEditor
        key={live.key}
        ytext={live.words}
        undoManager={live.undo}
        carets={live.carets}
        editable={editable}
        autoFocus="end"
        ariaLabel={label}
        placeholder={t`Write here`}
        tracking={tracking}
        onReady={setEditor}
        onTooMuch={() => setNote(t`That is too much for one paragraph.`)}
        onLeave={(where) => where === "out" && onLeave()}
      />
      {note && <p className={classes.note}>{note}</p>}
      {moved && (
        <div className={classes.moved}>
          <p className={classes.label}>
            <Trans>The text has changed since. This is what your proposal would make of it now:</Trans>
          </p>
          <DifferenceAgainst proposal={proposal} present={present} runs={now} />
        </div>
      )}
      <div className={classes.tools}>
        <FormatToolbar editor={editor} undoManager={live.undo} />
      </div>
    </>
  );
}

/** Why it is proposed; sent when one leaves the field, and before it is tabled. */
function Explanation({ proposal, flush }: { proposal: Proposal; flush: React.RefObject<() => Promise<unknown>> }) {
  const { t } = useLingui();
  const { documentId } = useSync();
  const { mutateAsync } = useExplain(documentId);
  const [words, setWords] = useState(proposal.rationale);
  const sent = useRef(proposal.rationale);
  const { id, pending } = proposal;
  const send = useCallback(async () => {
    const rationale = words.trim();
    if (pending || rationale === sent.current) return;
    sent.current = rationale;
    await mutateAsync({ id, rationale });
  }, [words, pending, id, mutateAsync]);
  useEffect(() => {
    flush.current = send;
  }, [flush, send]);
  if (!proposal.may.edit) return null;
  return (
    <Textarea
      className={classes.why}
      size="sm"
      label={t`Explanation`}
      description={t`If you wish; it is seen with the proposal`}
      autosize
      minRows={1}
      maxRows={6}
      maxLength={5000}
      value={words}
      onChange={(event) => setWords(event.currentTarget.value)}
      onBlur={() => void send().catch(() => {})}
    />
  );
}

/** Who sees it, and whether the words are safe. */
function Saved({ proposal }: { proposal: Proposal }) {
  const { text, generation } = proposal;
  const { live } = useTextAttachment(text ?? "", generation ?? 0, { pinned: Boolean(text && generation) });
  const { unsaved } = useLive(live);
  const draft = proposal.stage === "draft";
  return (
    <span className={classes.note}>
      {draft ? <Trans>Only your delegation sees it</Trans> : <Trans>Everybody sees it as you write</Trans>}
      {proposal.text && !proposal.pending && (
        <>
          {" · "}
          {unsaved > 0 ? <Trans>Saving…</Trans> : <Trans>Saved</Trans>}
        </>
      )}
    </span>
  );
}
