import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconBracketsContain } from "@tabler/icons-react";
import { lazy, type SubmitEvent, Suspense, useMemo, useRef, useState } from "react";
import { isProblem } from "../../api/problem";
import type { Run } from "../../api/types";
import { Words } from "../../editor/Words";
import { announce } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import { problemSentence } from "../../ui/forms";
import { Warning } from "../../ui/Warning";
import { Difference } from "../paragraphs/Difference";
import { useEndorse, useFreshItems } from "./api";
import classes from "./EndorsementCard.module.css";
import { cleanOf, type Decision, goesIn, lookedAtAgain, movedOn, sumOf } from "./endorsing";
import { cardTitle, itemWords, recommendedWords, structureSentence } from "./endorsingWords";
import type { Breakout, ComparisonItem } from "./types";
import { groupName } from "./words";

/** Comes with the editor, once somebody amends. */
const AmendEditor = lazy(async () => ({ default: (await import("./AmendEditor")).AmendEditor }));

interface EndorsementCardProps {
  breakout: Breakout;
  decisions: Decision[];
  /** The items as they are now, changing under the card while it is open. */
  items: ReadonlyMap<string, ComparisonItem>;
  /** Everything that can be taken, in one gesture, and not one paragraph with what belongs to it. */
  bulk: boolean;
  /** How many wait beside these. */
  others: number;
  /** The secretariat endorses on the chair's word. */
  onWord: boolean;
  onDone: (paragraphs: string[]) => void;
  onClose: () => void;
}

/** What is about to be endorsed, once more; Enter records it on what is shown, or nothing at all. */
export function EndorsementCard(props: EndorsementCardProps) {
  const { breakout, items, bulk, others, onWord, onDone, onClose, ...given } = props;
  const { t } = useLingui();
  const endorse = useEndorse(breakout);
  const freshen = useFreshItems(breakout);
  const [decisions, setDecisions] = useState(given.decisions);
  const [left, setLeft] = useState(0);
  const [problem, setProblem] = useState("");
  const note = useRef<HTMLTextAreaElement>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  const [alternatives, setAlternatives] = useState(false);
  const first = given.decisions[0];
  // What was split or joined is decided on together, each part with its words.
  const few = bulk ? [] : decisions;
  const single = few[0];
  const moved = useMemo(
    () =>
      decisions.flatMap(({ item }) => {
        const now = items.get(item.paragraph);
        return now && movedOn(item, now) ? [{ shown: item, now }] : [];
      }),
    [decisions, items],
  );
  const amber = moved.length > 0;
  const sum = sumOf(decisions);
  const place = first ? first.item.address || t`Paragraph without a number` : "";

  function change(paragraph: string, part: Partial<Decision>) {
    setDecisions((was) => was.map((one) => (one.item.paragraph === paragraph ? { ...one, ...part } : one)));
    setProblem("");
  }

  function lookAgain() {
    const again = lookedAtAgain(decisions, items);
    setLeft((was) => was + decisions.length - again.length);
    setDecisions(again);
    confirm.current?.focus();
  }

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (endorse.isPending) return;
    if (amber) return lookAgain();
    if (decisions.length === 0) return onClose();
    if (single?.take === "returned" && !single.note.trim()) {
      setProblem(t`Say what the group is to do.`);
      return note.current?.focus();
    }
    setProblem("");
    try {
      const { endorsed } = await endorse.mutateAsync({ decisions, alternativesSeen: alternatives });
      const called = groupName(breakout);
      announce(single ? t`${place}: recorded.` : t`${endorsed} paragraphs of ${called} are endorsed and recorded.`);
      onDone(decisions.map((one) => one.item.paragraph));
    } catch (error) {
      if (isProblem(error) && Array.isArray(error.extra.items)) freshen(error.extra.items as ComparisonItem[]);
      if (isProblem(error, "moved-on")) announce(t`Something has changed meanwhile. Nothing was recorded.`);
      else if (isProblem(error, "alternatives-standing")) {
        setAlternatives(true);
        setProblem(
          t`Alternatives stand beside a paragraph that is to be agreed. Press once more to record it all the same.`,
        );
      } else setProblem(problemSentence(error));
    }
  }

  return (
    <Dialog
      onClose={onClose}
      title={
        first && given.decisions.length === 1
          ? cardTitle(first.take, first.item, place)
          : t`Endorse everything that can be taken`
      }
      size={first?.take === "amended" ? "64rem" : "48rem"}
      closeLabel={t`Close without recording`}
      amber={amber}
    >
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          {amber ? (
            <MovedOn moved={moved} />
          ) : !bulk ? (
            few.map((decision, index) => (
              <section key={decision.item.paragraph} className={index > 0 ? classes.part : undefined}>
                {few.length > 1 && (
                  <h3 className={classes.partName}>
                    {index === 0 ? (
                      <Trans>Taken together, since the group split or joined them:</Trans>
                    ) : (
                      <bdi>{decision.item.address || "—"}</bdi>
                    )}
                  </h3>
                )}
                <Single decision={decision} onChange={(part) => change(decision.item.paragraph, part)} />
              </section>
            ))
          ) : (
            <>
              {left > 0 && (
                <Text size="sm" role="status" c="var(--warn)">
                  <Plural
                    value={left}
                    one="# paragraph is left out: it cannot be taken so any more."
                    other="# paragraphs are left out: they cannot be taken so any more."
                  />
                </Text>
              )}
              <Everything decisions={decisions} />
              {others > 0 && (
                <Text size="sm" c="dimmed">
                  <Plural
                    value={others}
                    one="# paragraph needs somebody to choose, and stays."
                    other="# paragraphs need somebody to choose, and stay."
                  />
                </Text>
              )}
            </>
          )}
          {!amber && single && single.take !== "taken" && (
            <Textarea
              ref={note}
              label={single.take === "returned" ? t`What the group is to do` : t`Note, if there is one to record`}
              value={single.note}
              maxLength={2000}
              autosize
              minRows={2}
              data-autofocus={single.take === "returned" || undefined}
              onChange={(event) => change(single.item.paragraph, { note: event.currentTarget.value })}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
                event.preventDefault();
                event.currentTarget.form?.requestSubmit();
              }}
            />
          )}
          {!amber && sum.bracketed > 0 && (
            <Warning
              icon={<IconBracketsContain aria-hidden />}
              title={
                <Plural
                  value={sum.bracketed}
                  one="# paragraph would be agreed with words in brackets"
                  other="# paragraphs would be agreed with words in brackets"
                />
              }
            />
          )}
          {problem && (
            <Text role="alert" c="var(--danger)" size="sm">
              {problem}
            </Text>
          )}
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed">
              {onWord ? (
                <Trans>On the chair's word; the chair confirms it afterwards.</Trans>
              ) : (
                <Trans>Recorded with exactly these words, one line for each paragraph.</Trans>
              )}
            </Text>
            <Group gap="sm" ms="auto">
              <Button variant="default" onClick={onClose}>
                <Trans>Cancel</Trans>
              </Button>
              <Button
                type="submit"
                ref={confirm}
                loading={endorse.isPending}
                color={amber ? "yellow" : undefined}
                data-autofocus={single?.take === "returned" || single?.take === "amended" ? undefined : true}
              >
                {amber ? (
                  <Trans>Look at it as it is now</Trans>
                ) : decisions.length === 0 ? (
                  <Trans>Close</Trans>
                ) : single ? (
                  <Trans>Record it</Trans>
                ) : (
                  <Plural value={sum.paragraphs} one="Endorse # paragraph" other="Endorse # paragraphs" />
                )}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Nothing was recorded: what is other than it was shown. */
function MovedOn({ moved }: { moved: { shown: ComparisonItem; now: ComparisonItem }[] }) {
  const { t } = useLingui();
  return (
    <Warning alert icon={<IconAlertTriangle aria-hidden />} title={t`Something has changed since you looked`}>
      <Text size="sm" mb="xs">
        <Trans>Nothing was recorded. This is what moved on:</Trans>
      </Text>
      <ul className={classes.moved} data-testid="moved-on">
        {moved.map(({ shown, now }) => (
          <li key={now.paragraph}>
            <p className={classes.movedHead}>
              <bdi>{now.address || "—"}</bdi> ·{" "}
              {now.outcome?.at !== shown.outcome?.at ? t`decided meanwhile` : itemWords(now)}
            </p>
            {now.plenary_words && now.plenary_words.content_hash !== shown.plenary_words?.content_hash && (
              <Difference earlier={shown.plenary_words?.runs ?? []} later={now.plenary_words.runs} />
            )}
            {now.group_words.content_hash !== shown.group_words.content_hash && (
              <Difference earlier={shown.group_words.runs} later={now.group_words.runs} />
            )}
          </li>
        ))}
      </ul>
    </Warning>
  );
}

/** In one gesture: how much it is, and on demand which. */
function Everything({ decisions }: { decisions: readonly Decision[] }) {
  const { paragraphs, marks, structural } = sumOf(decisions);
  const [open, setOpen] = useState(false);
  return (
    <>
      <ul className={classes.sum}>
        <li>
          <Plural value={paragraphs} one="# paragraph" other="# paragraphs" />
        </li>
        <li>
          <Plural value={marks} _0="no mark" one="# mark" other="# marks" />
        </li>
        <li>
          <Plural value={structural} _0="no structural change" one="# structural change" other="# structural changes" />
        </li>
      </ul>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={classes.summary}>
          <Trans>Which they are</Trans>
        </summary>
        {open && (
          <ul className={classes.list}>
            {decisions.map(({ item }) => (
              <li key={item.paragraph}>
                <bdi className={classes.address}>{item.address || "—"}</bdi>
                <span>
                  <bdi>{firstWords(item.group_words.words)}</bdi>
                  {[
                    ...cleanOf(item).map(structureSentence),
                    ...(item.recommended ? [recommendedWords(item.recommended)] : []),
                  ].map((fact) => (
                    <em key={fact}> · {fact}</em>
                  ))}
                </span>
              </li>
            ))}
          </ul>
        )}
      </details>
    </>
  );
}

const SHORT = 90;

function firstWords(words: string): string {
  return words.length > SHORT ? `${words.slice(0, SHORT)}…` : words;
}

/** One paragraph: its words once more, and which of the other changes come along. */
function Single({ decision, onChange }: { decision: Decision; onChange: (part: Partial<Decision>) => void }) {
  const { item, take, structure, mark } = decision;
  const takes = goesIn(take);
  const before: Run[] = item.plenary_words?.runs ?? [];
  return (
    <>
      {take === "amended" ? (
        <Suspense fallback={<Words runs={item.group_words.runs} />}>
          <AmendEditor item={item} onRuns={(runs) => onChange({ runs })} />
        </Suspense>
      ) : item.state === "withdrawn" && take === "taken" ? (
        <div className={classes.words}>
          <Difference earlier={before} later={[]} />
        </div>
      ) : take === "taken" && item.plenary_words && item.result ? (
        <div className={classes.words}>
          <Difference earlier={before} later={item.result.runs} />
        </div>
      ) : (
        <div className={classes.words}>
          <Words runs={item.group_words.runs} />
        </div>
      )}
      {takes && cleanOf(item).length > 0 && (
        <Checkbox
          label={
            <Plural
              value={cleanOf(item).length}
              one="With its structural change"
              other="With its # structural changes"
            />
          }
          description={cleanOf(item).map(structureSentence).join("; ")}
          checked={structure}
          onChange={(event) => onChange({ structure: event.currentTarget.checked })}
        />
      )}
      {takes && item.recommended && (
        <Checkbox
          label={<Trans>Marked as the group recommends: {recommendedWords(item.recommended)}</Trans>}
          checked={mark}
          onChange={(event) => onChange({ mark: event.currentTarget.checked })}
        />
      )}
    </>
  );
}
