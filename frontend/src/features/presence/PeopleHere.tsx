import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Popover } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useSync } from "../../sync/DocumentSync";
import { usePeople } from "../../sync/usePresence";
import { shownName } from "./PresenceBeside";
import classes from "./presence.module.css";

interface PeopleHereProps {
  /** What a paragraph is called, if it is in this document. */
  placeOf: (paragraph: string) => string | null;
  onGo: (paragraph: string) => void;
}

/** Everybody who has the document open, and the way to where each of them is. */
export function PeopleHere({ placeOf, onGo }: PeopleHereProps) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const { personId } = useSync();
  const people = usePeople().filter((person) => person.id !== personId);
  const sorted = [...people].sort((a, b) => shownName(a).localeCompare(shownName(b)));

  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.here}
          aria-label={people.length === 0 ? t`Nobody else is here` : t`Who is here: ${people.length} others`}
          onClick={() => setOpened((was) => !was)}
        >
          <IconUsers size={18} aria-hidden />
          <span>{people.length}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.count}>
          {people.length === 0 ? (
            <Trans>Nobody else is here.</Trans>
          ) : (
            <Plural value={people.length} one="# other person is here" other="# other people are here" />
          )}
        </p>
        <ul className={classes.people}>
          {sorted.map((person) => {
            const place = person.paragraph ? placeOf(person.paragraph) : null;
            return (
              <li key={person.id} style={{ "--person": person.colour } as React.CSSProperties}>
                <span className={classes.dot} aria-hidden="true" />
                <span className={classes.who}>
                  <bdi>{shownName(person)}</bdi>
                  {(person.delegation || person.office) && <bdi className={classes.name}>{person.name}</bdi>}
                  {person.reader && (
                    <span className={classes.name}>
                      <Trans>reads</Trans>
                    </span>
                  )}
                </span>
                {place && (
                  <button
                    type="button"
                    className={classes.go}
                    aria-label={t`Go to ${shownName(person)} at ${place}`}
                    onClick={() => {
                      setOpened(false);
                      onGo(person.paragraph as string);
                    }}
                  >
                    {place}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
