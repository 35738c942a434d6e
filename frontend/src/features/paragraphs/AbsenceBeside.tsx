import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { IconHistoryToggle } from "@tabler/icons-react";
import { useId, useMemo, useState } from "react";
import type { Paragraph, Run } from "../../api/types";
import type { Absence } from "../../sync/absences";
import { useSync } from "../../sync/DocumentSync";
import type { LiveText } from "../../sync/liveText";
import { useStore } from "../../sync/store";
import { useLive } from "../../sync/useTextAttachment";
import { announce } from "../../ui/announce";
import { momentWords } from "../../ui/dates";
import { statusWord } from "../../ui/status";
import classes from "./AbsenceBeside.module.css";
import { absenceId, focusAbsence } from "./absence";
import type { RowActions } from "./actions";
import { Difference } from "./Difference";
import { placeOf } from "./place";

interface AbsenceBesideProps {
  paragraph: Paragraph;
  /** The words as they are now. */
  runs: Run[];
  live: LiveText | null;
  writable: boolean;
  /** Why nothing can be added, where that is so. */
  why: string;
  actions: RowActions;
}

/** Own words that wait since the text went on without them: both are shown, and their author chooses (ENGINE E13). */
export function AbsenceBeside(props: AbsenceBesideProps) {
  const { texts } = useSync();
  const absence = useStore(texts.absences).find((one) => one.text === props.paragraph.text);
  return absence ? <Card {...props} absence={absence} /> : null;
}

function Card({ absence, paragraph, runs, live, writable, why, actions }: AbsenceBesideProps & { absence: Absence }) {
  const { t } = useLingui();
  const { texts } = useSync();
  const { synced } = useLive(live);
  const [discarding, setDiscarding] = useState(false);
  const title = useId();
  const { text, base, mine, changed, marked, discussed, since } = absence;
  const place = placeOf(paragraph);
  const moment = momentWords(new Date(since).toISOString());
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the words as they are now
  const result = useMemo(() => (synced ? texts.ifAdded(text) : null), [texts, text, synced, runs]);

  function choose(choice: "add" | "keep" | "discard", said: string) {
    const next = texts.absences.get().find((one) => one.text !== text);
    texts.choose(text, choice);
    announce(said);
    if (next) {
      actions.select(next.paragraph);
      focusAbsence(next.paragraph);
    } else actions.select(paragraph.id, true);
  }

  return (
    <section id={absenceId(paragraph.id)} role="dialog" aria-labelledby={title} tabIndex={-1} className={classes.card}>
      <p id={title} className={classes.heading}>
        <IconHistoryToggle size={16} aria-hidden />
        <Trans>{place} went on while you were away</Trans>
      </p>
      <p className={classes.note}>
        {changed && <Trans>Others changed its words.</Trans>}{" "}
        {marked && <Trans>It was marked: {statusWord(paragraph.status)}.</Trans>}{" "}
        {discussed && <Trans>It was taken up for discussion.</Trans>}{" "}
        <Trans>What you wrote since {moment} is on this device only. Nothing of it is sent until you choose.</Trans>
      </p>
      {changed && (
        <>
          <h3 className={classes.label}>
            <Trans>The words as they are now</Trans>
          </h3>
          <Difference earlier={base} later={runs} />
        </>
      )}
      <h3 className={classes.label}>
        <Trans>Yours</Trans>
      </h3>
      <Difference earlier={base} later={mine} />
      {changed && result && (
        <>
          <h3 className={classes.label}>
            <Trans>If you add yours, the text becomes</Trans>
          </h3>
          <Difference earlier={runs} later={result} />
        </>
      )}
      {!writable && (
        <p className={classes.note}>
          <Trans>Yours cannot be added now. {why}</Trans>
        </p>
      )}
      <Group gap="xs" mt={10}>
        {discarding ? (
          <>
            <span>
              <Trans>Discard what you wrote?</Trans>
            </span>
            <Button
              size="compact-sm"
              color="red"
              autoFocus
              onClick={() => choose("discard", t`What you wrote was discarded.`)}
            >
              <Trans>Discard</Trans>
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setDiscarding(false)}>
              <Trans>Keep</Trans>
            </Button>
          </>
        ) : (
          <>
            {writable && (
              <Button
                size="compact-sm"
                disabled={result === null}
                onClick={() => choose("add", t`Your words were added to the text.`)}
              >
                <Trans>Add to the text</Trans>
              </Button>
            )}
            <Button
              size="compact-sm"
              variant={writable ? "default" : "filled"}
              onClick={() => choose("keep", t`Your words are kept as your private draft.`)}
            >
              <Trans>Keep as my private draft</Trans>
            </Button>
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => setDiscarding(true)}>
              <Trans>Discard…</Trans>
            </Button>
          </>
        )}
      </Group>
    </section>
  );
}
