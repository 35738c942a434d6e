import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Text, Title } from "@mantine/core";
import { useRef, useState } from "react";
import type { Paragraph } from "../../api/types";
import { Difference } from "../../features/paragraphs/Difference";
import { excerpt } from "../../features/paragraphs/find";
import type { Outcome } from "../../features/paragraphs/replaceInText";
import { useSync } from "../../sync/DocumentSync";
import { announce } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import classes from "./FindBar.module.css";
import { carryOut, type Planned } from "./replacePlan";

interface ReplaceAllProps {
  plan: Planned[];
  /** What a paragraph is called. */
  where: (paragraph: Paragraph) => string;
  wanted: string;
  words: string;
  person: string;
  onClose: () => void;
}

/** Everything that replacing comes to, seen before it is done; each paragraph can be left out. */
export function ReplaceAll({ plan: given, where, wanted, words, person, onClose }: ReplaceAllProps) {
  const { t } = useLingui();
  const sync = useSync();
  // What was shown is what is done, whatever is found meanwhile.
  const [plan] = useState(given);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<Map<string, Outcome> | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const stopped = useRef(false);
  const chosen = plan.filter((one) => one.how !== "none" && !left.has(one.found.paragraph.id));

  async function replace() {
    const outcomes = new Map<string, Outcome>();
    setProgress(0);
    for (const [index, one] of chosen.entries()) {
      if (stopped.current) break;
      outcomes.set(one.found.paragraph.id, await carryOut(sync, one, person));
      setProgress(index + 1);
    }
    setProgress(null);
    setDone(outcomes);
    announce(t`Replacing is done.`);
  }

  function close() {
    stopped.current = true;
    onClose();
  }

  const sections: [Planned["how"], string][] = [
    ["text", t`Changed in the text`],
    ["draft", t`Kept as your private drafts, since these change by proposal`],
    ["none", t`Left as they are`],
  ];

  return (
    <Dialog onClose={close} title={t`Replace “${wanted}” with “${words}”`} size="50rem">
      {done ? (
        <Result plan={plan} where={where} done={done} onClose={onClose} />
      ) : (
        <>
          {sections.map(([how, title]) => {
            const some = plan.filter((one) => one.how === how);
            return (
              some.length > 0 && (
                <section key={how} className={classes.section}>
                  <Title order={3} size="h5">
                    {title} ({some.length})
                  </Title>
                  <ul>
                    {some.map((one) => (
                      <PlannedItem
                        key={one.found.paragraph.id}
                        planned={one}
                        place={where(one.found.paragraph)}
                        chosen={!left.has(one.found.paragraph.id)}
                        onChosen={(on) =>
                          setLeft((before) => {
                            const next = new Set(before);
                            if (on) next.delete(one.found.paragraph.id);
                            else next.add(one.found.paragraph.id);
                            return next;
                          })
                        }
                      />
                    ))}
                  </ul>
                </section>
              )
            );
          })}
          <Group className={classes.foot} justify="flex-end" gap="sm">
            {progress !== null && (
              <Text size="sm" role="status">
                <Trans>
                  {progress} of {chosen.length}
                </Trans>
              </Text>
            )}
            <Button variant="default" onClick={close}>
              <Trans>Cancel</Trans>
            </Button>
            <Button
              data-autofocus
              disabled={chosen.length === 0}
              loading={progress !== null}
              onClick={() => void replace()}
            >
              <Plural value={chosen.length} one="Replace in # paragraph" other="Replace in # paragraphs" />
            </Button>
          </Group>
        </>
      )}
    </Dialog>
  );
}

interface PlannedItemProps {
  planned: Planned;
  place: string;
  chosen: boolean;
  onChosen: (on: boolean) => void;
}

function PlannedItem({ planned: { found, places, how, why }, place, chosen, onChosen }: PlannedItemProps) {
  if (how === "none") {
    return (
      <li className={classes.item}>
        <b>{place}</b>{" "}
        <Text span size="sm" c="dimmed">
          {why}
        </Text>
      </li>
    );
  }
  return (
    <li className={classes.item}>
      <Checkbox label={<b>{place}</b>} checked={chosen} onChange={(event) => onChosen(event.currentTarget.checked)} />
      <Difference {...excerpt(found.text, places)} />
    </li>
  );
}

/** What came of it: how many were changed, and which were not and why. */
function Result({
  plan,
  where,
  done,
  onClose,
}: Pick<ReplaceAllProps, "plan" | "where" | "onClose"> & { done: Map<string, Outcome> }) {
  const outcome = (how: Planned["how"], wanted: Outcome) =>
    plan.filter((one) => one.how === how && done.get(one.found.paragraph.id) === wanted);
  const changed = outcome("text", "done").length;
  const drafted = outcome("draft", "done").length;
  const moved = outcome("text", "moved");
  const shut = outcome("text", "shut");

  return (
    <>
      {changed > 0 && (
        <p>
          <Plural value={changed} one="Replaced in # paragraph." other="Replaced in # paragraphs." />
        </p>
      )}
      {drafted > 0 && (
        <p>
          <Plural value={drafted} one="# private draft is kept." other="# private drafts are kept." />
        </p>
      )}
      {moved.length > 0 && (
        <p>
          <Trans>Their words had changed meanwhile, and they were left:</Trans>{" "}
          <b>{moved.map((one) => where(one.found.paragraph)).join(", ")}</b>
        </p>
      )}
      {shut.length > 0 && (
        <p>
          <Trans>They could not be written in just now, and were left:</Trans>{" "}
          <b>{shut.map((one) => where(one.found.paragraph)).join(", ")}</b>
        </p>
      )}
      <Group justify="flex-end" mt="lg">
        <Button data-autofocus onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </Group>
    </>
  );
}
