import { Plural, useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch, IconUserPlus } from "@tabler/icons-react";
import { type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { QueryState } from "../../ui/QueryState";
import { accessOf } from "./accessWords";
import { usePeople } from "./api";
import { Section } from "./GroupFrame";
import { LetInDialog } from "./LetInDialog";
import { AccessMark } from "./PersonRow";
import { matches, seatWords } from "./people";
import classes from "./people.module.css";
import type { GroupRead, PersonRead } from "./types";
import { WalkInDialog } from "./WalkInDialog";

const SHOWN = 20;

/** The desk at the door, on a telephone or a laptop: find somebody, see whether they are in, let them in. */
export function DoorSection({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const people = usePeople(group.id);
  const [words, setWords] = useState("");
  const [dialog, setDialog] = useState<ReactNode>(null);
  const close = () => setDialog(null);
  const letIn = (person: PersonRead) => setDialog(<LetInDialog group={group} person={person} onClose={close} />);
  const register = () => setDialog(<WalkInDialog group={group} name={words.trim()} onClose={close} />);

  return (
    <Section
      id="door"
      title={t`The door`}
      action={
        <Button size="sm" variant="default" leftSection={<IconUserPlus size={18} aria-hidden />} onClick={register}>
          {t`Register somebody new`}
        </Button>
      }
    >
      <QueryState query={people}>
        {(everybody) => (
          <Stack gap="sm">
            <Text c="dimmed">
              {t`For whoever has no invitation at hand: find the name, and let them in with a code on their own telephone or laptop.`}
            </Text>
            <TextInput
              type="search"
              size="lg"
              aria-label={t`Name, delegation or address`}
              placeholder={t`Name, delegation or address`}
              leftSection={<IconSearch size={20} aria-hidden />}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
              autoComplete="off"
            />
            <Found everybody={everybody} words={words} onLetIn={letIn} onRegister={register} />
          </Stack>
        )}
      </QueryState>
      {dialog}
    </Section>
  );
}

interface FoundProps {
  everybody: PersonRead[];
  words: string;
  onLetIn: (person: PersonRead) => void;
  onRegister: () => void;
}

function Found({ everybody, words, onLetIn, onRegister }: FoundProps) {
  const { t } = useLingui();
  const wanted = useDeferredValue(words);
  const fitting = useMemo(() => {
    // Whoever is not in yet is whom one is looking for.
    return everybody
      .filter((person) => matches(person, wanted))
      .sort((a, b) => Number(a.signed_in_before) - Number(b.signed_in_before) || a.name.localeCompare(b.name));
  }, [everybody, wanted]);
  const outside = everybody.filter((person) => !person.signed_in_before).length;

  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {wanted.trim() ? (
          <Plural value={fitting.length} _0="Nobody fits" one="# person fits" other="# people fit" />
        ) : (
          <Plural
            value={outside}
            _0="Everybody has signed in."
            one="# person has not signed in yet."
            other="# people have not signed in yet."
          />
        )}
      </Text>
      {fitting.length > 0 && (
        <ul className={classes.people}>
          {fitting.slice(0, SHOWN).map((person) => (
            <li key={person.person_id} className={classes.atDoor}>
              <div className={classes.who}>
                <bdi className={classes.name}>{person.name}</bdi>
                <div className={classes.quiet}>
                  {person.delegation && (
                    <>
                      <bdi>{person.delegation.name}</bdi>
                      {" · "}
                    </>
                  )}
                  {seatWords(person)}
                </div>
                <AccessMark access={accessOf(person)} />
              </div>
              <Button
                flex="none"
                variant={person.signed_in_before ? "default" : "filled"}
                onClick={() => onLetIn(person)}
                aria-label={t`Let in ${person.name}`}
              >
                {t`Let in`}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {fitting.length > SHOWN && (
        <Text size="sm" c="dimmed">
          {t`The first ${SHOWN} are shown. Type more of the name.`}
        </Text>
      )}
      {wanted.trim() && fitting.length === 0 && (
        <Group>
          <Button onClick={onRegister}>{t`Register ${wanted.trim()}`}</Button>
        </Group>
      )}
    </>
  );
}
