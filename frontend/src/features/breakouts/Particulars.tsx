import { Trans, useLingui } from "@lingui/react/macro";
import { dayWords } from "../../ui/dates";
import classes from "./Particulars.module.css";
import type { Breakout } from "./types";
import { leaders } from "./words";

interface ParticularsProps {
  breakout: Breakout;
  audience: string;
  /** What it was given, for short, where that is not plain from the page. */
  given?: string;
}

/** What a group is for, who is in it, who sees its text, until when. */
export function Particulars({ breakout, audience, given }: ParticularsProps) {
  const { t } = useLingui();
  const { task, due_day, unattributed, participants } = breakout;
  const { conveners, rapporteurs, others } = leaders(participants);
  const facts: [string, string][] = [
    [t`Given to it`, given ?? ""],
    [conveners.length > 1 ? t`Conveners` : t`Convener`, conveners.join(", ")],
    [rapporteurs.length > 1 ? t`Rapporteurs` : t`Rapporteur`, rapporteurs.join(", ")],
    [t`Participants`, others.join(", ")],
    [t`Who sees it`, unattributed ? `${audience}. ${t`Names are not shown in it.`}` : audience],
    [t`Due`, due_day ? dayWords(due_day) : ""],
  ];
  return (
    <>
      <p className={classes.task} dir="auto">
        {task || <Trans>No task was written down.</Trans>}
      </p>
      <dl className={classes.facts}>
        {facts.map(
          ([name, words]) =>
            words && (
              <div key={name}>
                <dt>{name}</dt>
                <dd dir="auto">{words}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}
