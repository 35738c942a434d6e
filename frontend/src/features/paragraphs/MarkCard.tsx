import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, List, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconArrowsSplit2, IconBracketsContain } from "@tabler/icons-react";
import { type KeyboardEvent, type RefObject, type SubmitEvent, useMemo, useRef, useState } from "react";
import { isProblem } from "../../api/problem";
import type { Paragraph, Run, Status } from "../../api/types";
import { contentHash, plainText } from "../../editor/canonical";
import { Words } from "../../editor/Words";
import { announce } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import { problemSentence } from "../../ui/forms";
import { StatusShape } from "../../ui/StatusShape";
import { markingWords, STATUSES, statusWord } from "../../ui/status";
import { Warning } from "../../ui/Warning";
import { useMark } from "./api";
import { bracketsLeft } from "./bracketWords";
import { Difference } from "./Difference";
import classes from "./MarkCard.module.css";
import { placeOf } from "./place";

interface MarkCardProps {
  documentId: string;
  paragraph: Paragraph;
  /** The words as they are now, changing under the card while it is open. */
  runs: Run[];
  /** The mark that was asked for, if one was. */
  choice?: Status;
  /** The secretariat marks on the chair's word. */
  onWord?: boolean;
  /** In a breakout group's own text: the mark is the group's recommendation. */
  recommends?: boolean;
  /** What the alternatives that still stand beside it are called. */
  alternatives?: readonly string[];
  /** Waits until this person's own changes of the text are recorded. */
  settle: () => Promise<boolean>;
  onClose: () => void;
}

/** The exact words and the choice; Enter records the mark on the words that are shown, or nothing at all. */
export function MarkCard({
  documentId,
  paragraph,
  runs,
  choice,
  onWord,
  recommends,
  alternatives,
  settle,
  onClose,
}: MarkCardProps) {
  const { t } = useLingui();
  const mark = useMark(documentId);
  const [shown, setShown] = useState(runs);
  const [refusedFor, setRefusedFor] = useState<Run[] | null>(null);
  const [status, setStatus] = useState<Status | undefined>(choice);
  const [qualifier, setQualifier] = useState<Paragraph["qualifier"]>(null);
  const [except, setExcept] = useState("");
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  // Those that the server named, where they came a moment ago.
  const [named, setNamed] = useState<readonly string[]>([]);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const exceptField = useRef<HTMLTextAreaElement>(null);
  const confirm = useRef<HTMLButtonElement>(null);

  const hash = useMemo(() => contentHash(shown), [shown]);
  const present = useMemo(() => contentHash(runs), [runs]);
  const moved = refusedFor ?? (present === hash ? null : runs);
  const left = useMemo(() => bracketsLeft(plainText(shown), paragraph.placeholders), [shown, paragraph.placeholders]);
  const excepting = status === "agreed" && qualifier === "except";
  const reopening =
    paragraph.status === "agreed" &&
    status !== undefined &&
    (status !== "agreed" || (excepting && paragraph.qualifier !== "except"));
  const standing = status === "agreed" && !excepting ? (alternatives?.length ? alternatives : named) : [];
  const label = placeOf(paragraph);
  const offered = paragraph.mark ? [...STATUSES.slice(1), STATUSES[0] as Status] : STATUSES.slice(1);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    if (moved) return lookAgain(moved);
    if (!status) return setProblem(t`Choose a mark first.`);
    if (excepting && !except.trim()) {
      setProblem(t`Say what it is agreed except for.`);
      return exceptField.current?.focus();
    }
    if (reopening && !reason.trim()) {
      setProblem(t`Reopening an agreed paragraph takes a reason.`);
      return reasonField.current?.focus();
    }
    setBusy(true);
    setProblem("");
    try {
      if (!(await settle()))
        return setProblem(t`Your own changes are not yet saved. Nothing was recorded; please try again.`);
      const marked = await mark.mutateAsync({
        id: paragraph.id,
        status,
        content_hash: hash,
        reason: reason.trim() || undefined,
        qualifier: status === "agreed" ? qualifier : undefined,
        qualifier_words: excepting ? except.trim() : undefined,
        // The card names every bracket that is left, and every alternative that stands.
        brackets_seen: true,
        alternatives_seen: standing.length > 0,
      });
      const word = markingWords(
        status === "agreed" ? { status, qualifier, qualifier_words: except.trim() } : { status },
      );
      const number = marked.mark?.decision;
      announce(number ? t`${label}: ${word}. Recorded as decision ${number}.` : t`${label}: ${word}. Recorded.`);
      onClose();
    } catch (error) {
      if (isProblem(error, "words-moved-on")) {
        setRefusedFor((error.extra.current as { runs: Run[] }).runs);
        announce(t`The words have changed. Nothing was recorded.`);
      } else if (isProblem(error, "alternatives-standing")) {
        setNamed((error.extra.alternatives as { label: string }[]).map((one) => one.label));
        setProblem(problemSentence(error));
      } else if (isProblem(error, "reason-required")) {
        setProblem(error.message);
        reasonField.current?.focus();
      } else setProblem(problemSentence(error));
    } finally {
      setBusy(false);
    }
  }

  function lookAgain(words: Run[]) {
    setShown(words);
    setRefusedFor(null);
    confirm.current?.focus();
  }

  /** Digits choose, as in the keys that open the card. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.target instanceof HTMLTextAreaElement || event.altKey || event.ctrlKey || event.metaKey) return;
    const chosen = /^[1-9]$/.test(event.key) ? offered[Number(event.key) - 1] : undefined;
    if (!chosen) return;
    event.preventDefault();
    setStatus(chosen);
  }

  return (
    <Dialog
      onClose={onClose}
      title={recommends ? t`Mark ${label} as the group's recommendation` : t`Mark ${label}`}
      size="46rem"
      closeLabel={t`Close without marking`}
      amber={moved !== null}
    >
      <form className={classes.form} noValidate onSubmit={(event) => void submit(event)} onKeyDown={onKeyDown}>
        {moved ? (
          <Warning alert icon={<IconAlertTriangle aria-hidden />} title={t`The words have changed since you saw them`}>
            <Text size="sm" mb="xs">
              <Trans>Nothing was recorded. This is the difference to the words as they are now:</Trans>
            </Text>
            <div className={classes.words} data-testid="moved-on">
              <Difference earlier={shown} later={moved} />
            </div>
          </Warning>
        ) : (
          <div className={classes.words}>
            <Words runs={shown} />
            {shown.length === 0 && (
              <Text c="dimmed">
                <Trans>This paragraph has no words.</Trans>
              </Text>
            )}
          </div>
        )}

        {!moved && (left.pairs > 0 || left.alone.length > 0) && (
          <Warning
            icon={<IconBracketsContain aria-hidden />}
            title={
              <Plural value={left.pairs + left.alone.length} one="# bracket is left" other="# brackets are left" />
            }
          >
            <List size="sm" spacing={2}>
              {left.stretches.map((words, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same words may be bracketed twice
                <List.Item key={index}>
                  <bdi>{words}</bdi>
                </List.Item>
              ))}
              {left.alone.map((words, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand around two
                <List.Item key={index}>
                  <Trans>
                    Without its partner: <bdi>{words}</bdi>
                  </Trans>
                </List.Item>
              ))}
            </List>
          </Warning>
        )}

        {!moved && standing.length > 0 && (
          <div className={classes.apart}>
            <Warning
              icon={<IconArrowsSplit2 aria-hidden />}
              title={
                <Plural
                  value={standing.length}
                  one="# alternative still stands beside these words"
                  other="# alternatives still stand beside these words"
                />
              }
            >
              <Text size="sm">
                <bdi>{standing.join(", ")}</bdi>
              </Text>
              <Text size="sm">
                <Trans>
                  Agreeing leaves them on record beside the paragraph. Make one the text, combine or drop them first if
                  they are settled.
                </Trans>
              </Text>
            </Warning>
          </div>
        )}

        {!moved && left.placeholders > 0 && (
          <Text size="sm" c="dimmed" mt="xs">
            <Plural
              value={left.placeholders}
              one="# bracket only holds a place."
              other="# brackets only hold a place."
            />
          </Text>
        )}

        <fieldset className={classes.choices} aria-invalid={Boolean(problem) && !status}>
          <legend className="visually-hidden">
            <Trans>Mark as</Trans>
          </legend>
          {offered.map((one, index) => (
            <label key={one} className={classes.choice}>
              <input
                type="radio"
                name="status"
                value={one}
                checked={status === one}
                onChange={() => setStatus(one)}
                data-autofocus={status === one || (!status && index === 0) || undefined}
              />
              <StatusShape status={one} size={18} />
              <span>{statusWord(one)}</span>
              <span className={classes.digit} aria-hidden="true">
                {index + 1}
              </span>
            </label>
          ))}
        </fieldset>

        {status === "agreed" && (
          <Agreed
            qualifier={qualifier}
            onQualifier={setQualifier}
            except={except}
            onExcept={setExcept}
            field={exceptField}
          />
        )}

        {paragraph.mark && (
          <Textarea
            ref={reasonField}
            mt="md"
            label={reopening ? t`Why the paragraph is reopened` : t`Reason, if there is one to record`}
            description={t`For instance: recorded in error`}
            required={reopening}
            withAsterisk={reopening}
            value={reason}
            maxLength={500}
            rows={2}
            onChange={(event) => setReason(event.currentTarget.value)}
            onKeyDown={submitOnEnter}
          />
        )}

        {problem && (
          <Text role="alert" c="var(--danger)" size="sm" mt="md">
            {problem}
          </Text>
        )}

        <Group className={classes.foot} justify="space-between" mt="lg" gap="sm">
          <Text size="sm" c="dimmed">
            {recommends ? (
              <Trans>This is the group's recommendation; it closes nothing.</Trans>
            ) : onWord ? (
              <Trans>On the chair's word; the chair confirms it afterwards.</Trans>
            ) : (
              <Trans>The mark is recorded with exactly these words.</Trans>
            )}
          </Text>
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" ref={confirm} loading={busy} color={moved ? "yellow" : undefined}>
              {moved ? (
                <Trans>Look at the words as they are now</Trans>
              ) : recommends ? (
                <Trans>Record the recommendation</Trans>
              ) : standing.length > 0 ? (
                <Trans>Agreed all the same</Trans>
              ) : (
                <Trans>Record the mark</Trans>
              )}
            </Button>
          </Group>
        </Group>
      </form>
    </Dialog>
  );
}

interface AgreedProps {
  qualifier: Paragraph["qualifier"];
  onQualifier: (qualifier: Paragraph["qualifier"]) => void;
  except: string;
  onExcept: (words: string) => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** How far it is agreed: wholly, subject to capitals, or except for something. */
function Agreed({ qualifier, onQualifier, except, onExcept, field }: AgreedProps) {
  const { t } = useLingui();
  const ways: [Paragraph["qualifier"], string, string][] = [
    [null, t`as it stands`, t`The words are closed.`],
    ["ad_referendum", t`ad referendum`, t`Subject to capitals; the words are closed.`],
    ["except", t`except for …`, t`The words change by proposal until that is settled.`],
  ];
  return (
    <>
      <fieldset className={classes.qualifiers}>
        <legend>
          <Trans>Agreed</Trans>
        </legend>
        {ways.map(([value, word, meaning]) => (
          <label key={word} className={classes.qualifier}>
            <input
              type="radio"
              name="qualifier"
              checked={qualifier === value}
              onChange={() => onQualifier(value)}
              onClick={(event) => {
                // By pointer only: arrows must be able to pass over it.
                if (value !== "except" || event.detail === 0) return;
                requestAnimationFrame(() => {
                  field.current?.focus({ preventScroll: true });
                  field.current?.scrollIntoView?.({ block: "center" }); // the foot stands over what is lowest
                });
              }}
            />
            <span>
              {word}
              <small>{meaning}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {qualifier === "except" && (
        <Textarea
          ref={field}
          mt="sm"
          label={t`Agreed except for`}
          description={t`In a few words; they stand beside the paragraph and in the record`}
          required
          value={except}
          maxLength={1000}
          rows={2}
          onChange={(event) => onExcept(event.currentTarget.value)}
          onKeyDown={submitOnEnter}
        />
      )}
    </>
  );
}

function submitOnEnter(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
