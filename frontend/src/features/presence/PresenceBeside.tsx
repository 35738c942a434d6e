import { useLingui } from "@lingui/react/macro";
import { memo } from "react";
import { useSync } from "../../sync/DocumentSync";
import type { Person } from "../../sync/presence";
import { usePeopleAt } from "../../sync/usePresence";
import { officeWord } from "../../ui/standing";
import classes from "./presence.module.css";

/** What is shown of somebody: the delegation they are here for, else their office, else their own name. */
export function shownName(person: Pick<Person, "name" | "delegation" | "office">): string {
  return person.delegation || (person.office && officeWord(person.office)) || person.name;
}

const MOST = 3;

/** Who is at a paragraph, by delegation. */
export const PresenceBeside = memo(function PresenceBeside({ paragraph }: { paragraph: string }) {
  const { t } = useLingui();
  const { personId } = useSync();
  const people = usePeopleAt(paragraph).filter((person) => !person.reader && person.id !== personId);
  if (people.length === 0) return null;

  const names = [...new Set(people.map(shownName))];
  const shown = people.filter(
    (person, index) => people.findIndex((one) => shownName(one) === shownName(person)) === index,
  );
  return (
    <ul className={classes.beside} aria-label={t`Here: ${names.join(", ")}`}>
      {shown.slice(0, MOST).map((person) => (
        <li key={person.id} style={{ "--person": person.colour } as React.CSSProperties} title={shownName(person)}>
          <bdi>{shownName(person)}</bdi>
        </li>
      ))}
      {shown.length > MOST && <li title={names.slice(MOST).join(", ")}>+{shown.length - MOST}</li>}
    </ul>
  );
});
