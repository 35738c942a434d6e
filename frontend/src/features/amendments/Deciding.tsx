import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconLock } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import { isProblem } from "../../api/problem";
import type { Paragraph, Run } from "../../api/types";
import { useSync } from "../../sync/DocumentSync";
import { useDocumentMe } from "../../sync/document";
import { announce } from "../../ui/announce";
import { problemSentence } from "../../ui/forms";
import { Warning } from "../../ui/Warning";
import { Difference } from "../paragraphs/Difference";
import { placeOf } from "../paragraphs/place";
import { useAccept, useDecline, useKeepAsAlternative, useSendBack } from "./api";
import { useDesk } from "./DeskProvider";
import { PartChooser } from "./PartChooser";
import classes from "./Proposals.module.css";
import { countOfChanges, partsOf, wordsOf } from "./parts";
import { ResultEditor } from "./ResultEditor";
import type { Preview, Proposal } from "./types";
import { stateWord, titleOf } from "./words";

type How = "whole" | "part" | "edit" | "decline" | "back";

interface DecidingProps {
  proposal: Proposal;
  paragraph: Paragraph;
  preview: Preview;
  /** The words are others now: nothing is recorded until they were looked at. */
  moved: boolean;
  /** They are being asked for. */
  looking: boolean;
  onMoved: () => void;
  onLookAgain: () => void;
  onDone: () => void;
}

const NO_WORDS: Run[] = [];

/** What the chair, or the secretariat on the chair's word, makes of a proposal. */
export function Deciding(props: DecidingProps) {
  const { proposal, paragraph, preview, moved, onMoved, onLookAgain, onDone } = props;
  const { t } = useLingui();
  const sync = useSync();
  const desk = useDesk();
  const { documentId } = sync;
  const { data: me } = useDocumentMe(documentId);
  const accept = useAccept(documentId);
  const keep = useKeepAsAlternative(documentId);
  const decline = useDecline(documentId);
  const sendBack = useSendBack(documentId);
  const { kind } = proposal;
  const present = preview.original?.runs ?? NO_WORDS;
  const result = preview.result?.runs ?? NO_WORDS;
  const choosing = preview.both_changed && kind === "change";
  const [how, setHow] = useState<How>(choosing ? "edit" : "whole");
  const parts = useMemo(() => partsOf(present, result), [present, result]);
  const [taken, setTaken] = useState<ReadonlySet<number>>(() => new Set());
  const edited = useRef<Run[]>(result);
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const place = placeOf(paragraph);
  const title = titleOf(proposal);
  const several = kind === "change" && countOfChanges(parts) > 1;

  async function decide(send: () => Promise<Proposal>) {
    if (busy) return;
    setBusy(true);
    setProblem("");
    try {
      const texts = [kind === "addition" ? null : paragraph.text, proposal.text];
      const settled = await Promise.all(texts.map((text) => !text || sync.settled(text)));
      if (settled.includes(false)) {
        setProblem(t`Your own changes are not yet saved. Nothing was recorded; please try again.`);
        return;
      }
      const decided = await send();
      const word = stateWord(decided);
      const number = decided.decision;
      announce(
        number === null
          ? t`${title}, on ${place}: ${word}.`
          : t`${title}, on ${place}: ${word}. Recorded as decision ${number}.`,
      );
      desk.looking.set(null);
      onDone();
    } catch (error) {
      if (isProblem(error, "words-moved-on")) {
        announce(t`The words have changed. Nothing was recorded.`);
        onMoved();
      } else setProblem(problemSentence(error));
    } finally {
      setBusy(false);
    }
  }

  function acceptIt() {
    if (moved) return onLookAgain();
    if (how === "part" && taken.size === 0) {
      setProblem(t`Choose at least one of the changes.`);
      return;
    }
    const runs = how === "part" ? wordsOf(parts, taken) : how === "edit" ? edited.current : null;
    const { proposal_hash, paragraph_hash } = preview;
    void decide(() =>
      accept.mutateAsync({ id: proposal.id, proposal_hash, paragraph_hash, runs, part: how === "part" }),
    );
  }

  const { proposal_hash } = preview;
  const onWord = !me?.may.decide;
  return (
    <>
      {choosing && (
        <Warning icon={<IconAlertTriangle aria-hidden />} title={<Trans>Both were changed: choose the words</Trans>}>
          <Text size="sm">
            <Trans>
              The text and the proposal were changed in the same paragraph. Below is what both together give: read it,
              and change it where it does not read as it should.
            </Trans>
          </Text>
        </Warning>
      )}
      {preview.apart && !choosing && (
        <p className={classes.note}>
          <Trans>The paragraph was split, joined or begun anew since: the words are compared as they stand.</Trans>
        </p>
      )}
      {preview.identical && (
        <p className={classes.note}>
          <Trans>The text says this already: it would change nothing.</Trans>
        </p>
      )}
      {how === "part" ? (
        <PartChooser parts={parts} taken={taken} onTaken={setTaken} />
      ) : how === "edit" ? (
        <ResultEditor
          runs={result}
          present={present}
          label={t`What ${place} shall say`}
          onChange={(runs) => {
            edited.current = runs;
          }}
          onLeave={choosing ? onDone : () => setHow("whole")}
        />
      ) : (
        <Difference earlier={present} later={result} />
      )}
      {preview.agreed && (
        <p className={classes.warn}>
          <IconLock size={14} aria-hidden />
          <Trans>This paragraph is agreed. Reopen it first, with a reason, then accept.</Trans>
        </p>
      )}
      {(how === "decline" || how === "back") && (
        <Textarea
          mt="sm"
          size="sm"
          autoFocus
          label={how === "back" ? t`Note to those whose it is` : t`Why, if it is to be said`}
          required={how === "back"}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}
      {problem && (
        <Text role="alert" c="var(--danger)" size="sm" mt="xs">
          {problem}
        </Text>
      )}
      <Group gap={6} mt={10} className={classes.buttons}>
        {how === "decline" || how === "back" ? (
          <>
            <Button
              size="compact-sm"
              color={how === "decline" ? "red" : undefined}
              loading={busy}
              onClick={() => {
                if (how === "decline") void decide(() => decline.mutateAsync({ id: proposal.id, note: note.trim() }));
                else if (note.trim()) void decide(() => sendBack.mutateAsync({ id: proposal.id, note: note.trim() }));
                else setProblem(t`Say why it goes back.`);
              }}
            >
              {how === "decline" ? <Trans>Not accepted</Trans> : <Trans>Send back</Trans>}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setHow(choosing ? "edit" : "whole")}>
              <Trans>Cancel</Trans>
            </Button>
          </>
        ) : (
          <>
            <Button
              size="compact-sm"
              autoFocus={how === "whole"}
              loading={busy || (moved && props.looking)}
              color={moved ? "yellow" : undefined}
              disabled={preview.agreed && !moved}
              onClick={acceptIt}
              title={how === "whole" ? t`Accept (Enter)` : undefined}
            >
              {moved ? (
                <Trans>Look at the words as they are now</Trans>
              ) : how === "part" ? (
                <Trans>Accept these parts into the text</Trans>
              ) : how === "edit" ? (
                <Trans>Accept these words into the text</Trans>
              ) : (
                <Trans>Accept into the text</Trans>
              )}
            </Button>
            {several && how !== "part" && !choosing && (
              <Button size="compact-sm" variant="default" onClick={() => setHow("part")}>
                <Trans>Accept in part…</Trans>
              </Button>
            )}
            {kind !== "deletion" && how === "whole" && (
              <Button size="compact-sm" variant="default" onClick={() => setHow("edit")}>
                <Trans>Edit the result…</Trans>
              </Button>
            )}
            {(how === "part" || (how === "edit" && !choosing)) && (
              <Button size="compact-sm" variant="default" onClick={() => setHow("whole")}>
                <Trans>Back to the whole</Trans>
              </Button>
            )}
            {kind === "change" && proposal_hash && (
              <Button
                size="compact-sm"
                variant="default"
                disabled={moved || busy}
                onClick={() => void decide(() => keep.mutateAsync({ id: proposal.id, proposal_hash }))}
              >
                <Trans>Keep as alternative</Trans>
              </Button>
            )}
            <Button size="compact-sm" variant="subtle" onClick={() => setHow("back")}>
              <Trans>Send back…</Trans>
            </Button>
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => setHow("decline")}>
              <Trans>Not accepted…</Trans>
            </Button>
          </>
        )}
      </Group>
      <p className={classes.note}>
        {onWord ? (
          <Trans>On the chair's word; the chair confirms it afterwards.</Trans>
        ) : (
          <Trans>It is recorded with exactly these words.</Trans>
        )}{" "}
        {how === "whole" && !preview.agreed && <Trans>Enter accepts, Esc leaves.</Trans>}
      </p>
    </>
  );
}
