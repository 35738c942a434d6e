import { Plural, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Checkbox, Group, Menu, Stack, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useCallback, useDeferredValue, useMemo, useState } from "react";
import { Link } from "react-router";
import { problemSentence } from "../../ui/forms";
import { QueryState } from "../../ui/QueryState";
import { usePeople } from "./api";
import { Section } from "./GroupFrame";
import { InviteDialog } from "./InviteDialog";
import { InviteManyDialog } from "./InviteManyDialog";
import { PeopleFilters } from "./PeopleFilters";
import { PersonRow } from "./PersonRow";
import classes from "./people.module.css";
import { downloadPeople } from "./peopleApi";
import { NO_FILTER, narrowed } from "./peopleFilter";
import type { GroupRead, PersonRead } from "./types";

/** Everybody in the group, who they are and whether they have come in; and for the secretariat what to do about it. */
export function PeopleSection({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const people = usePeople(group.id);
  const [dialog, setDialog] = useState<ReactNode>(null);
  const close = () => setDialog(null);

  return (
    <Section
      id="people"
      title={t`People`}
      action={
        group.may.manage && (
          <Group gap="xs">
            <Button
              component={Link}
              to={`/groups/${group.id}/people/door`}
              size="sm"
              variant="default"
            >{t`The door`}</Button>
            <Button component={Link} to={`/groups/${group.id}/people/import`} size="sm" variant="default">
              {t`Take over a list`}
            </Button>
            <Button size="sm" onClick={() => setDialog(<InviteDialog group={group} onClose={close} />)}>
              {t`Invite somebody`}
            </Button>
          </Group>
        )
      }
    >
      <QueryState query={people} lines={6}>
        {(everybody) => <People group={group} everybody={everybody} show={setDialog} close={close} />}
      </QueryState>
      {dialog}
    </Section>
  );
}

interface PeopleProps {
  group: GroupRead;
  everybody: PersonRead[];
  show: (dialog: ReactNode) => void;
  close: () => void;
}

function People({ group, everybody, show, close }: PeopleProps) {
  const { t } = useLingui();
  const [filter, setFilter] = useState(NO_FILTER);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // Typing stays quick with hundreds of people below it.
  const wanted = useDeferredValue(filter);
  const shown = useMemo(() => narrowed(everybody, group.delegations, wanted), [everybody, group.delegations, wanted]);
  const selected = shown.filter((person) => chosen.has(person.person_id));
  const manage = group.may.manage;

  const choose = useCallback((ids: string[], isChosen: boolean) => {
    setChosen((before) => {
      const after = new Set(before);
      for (const id of ids) isChosen ? after.add(id) : after.delete(id);
      return after;
    });
  }, []);

  if (everybody.length === 0) return <Nobody group={group} />;

  return (
    <Stack gap="sm">
      <PeopleFilters group={group} everybody={everybody} filter={filter} onFilter={setFilter} />
      <div className={classes.bar}>
        {manage && (
          <Checkbox
            label={t`All shown`}
            checked={selected.length > 0 && selected.length === shown.length}
            indeterminate={selected.length > 0 && selected.length < shown.length}
            disabled={shown.length === 0}
            onChange={(event) =>
              choose(
                shown.map((person) => person.person_id),
                event.currentTarget.checked,
              )
            }
          />
        )}
        <Text size="sm" role="status" c="dimmed">
          {selected.length > 0 ? (
            <Plural value={selected.length} one="# person chosen" other="# people chosen" />
          ) : (
            <Plural value={shown.length} _0="Nobody fits" one="# person" other="# people" />
          )}
        </Text>
        {manage && (
          <Group gap="xs" ms="auto">
            <InviteButton
              people={selected.length > 0 ? selected : shown.filter((person) => !person.signed_in_before)}
              chosen={selected.length > 0}
              onInvite={(people) => show(<InviteManyDialog group={group} people={people} onClose={close} />)}
            />
            <TableMenu group={group} people={selected.length > 0 ? selected : shown} all={everybody.length} />
          </Group>
        )}
      </div>
      {shown.length > 0 ? (
        <ul className={classes.people}>
          {shown.map((person) => (
            <PersonRow
              key={person.person_id}
              group={group}
              person={person}
              manage={manage}
              chosen={chosen.has(person.person_id)}
              onChoose={choose}
              show={show}
            />
          ))}
        </ul>
      ) : (
        <Group gap="xs">
          <Text>{t`Nobody fits what you have chosen.`}</Text>
          <Button size="compact-sm" variant="subtle" onClick={() => setFilter(NO_FILTER)}>{t`Show everybody`}</Button>
        </Group>
      )}
    </Stack>
  );
}

function Nobody({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  if (!group.may.manage) return <Text c="dimmed">{t`Nobody is in this group yet.`}</Text>;
  return (
    <Stack gap="xs" className={classes.empty}>
      <Text fw={600}>{t`Nobody is here yet. Where to begin:`}</Text>
      <ol className={classes.steps}>
        <li>
          <Anchor
            component={Link}
            to={`/groups/${group.id}/people/import`}
          >{t`Take over the participants’ list`}</Anchor>
          {" – "}
          {t`a table with names, e-mail addresses and delegations. The delegations are made with it.`}
        </li>
        <li>{t`Or invite people one by one: the chair first, then the delegations’ people.`}</li>
        <li>{t`Then send the invitations by mail, copy the links, or print a card for each.`}</li>
      </ol>
    </Stack>
  );
}

interface InviteButtonProps {
  people: PersonRead[];
  chosen: boolean;
  onInvite: (people: PersonRead[]) => void;
}

function InviteButton({ people, chosen, onInvite }: InviteButtonProps) {
  if (people.length === 0) return null;
  return (
    <Button size="sm" variant="light" onClick={() => onInvite(people)}>
      {chosen ? (
        <Plural value={people.length} one="Invite # person" other="Invite # people" />
      ) : (
        <Plural value={people.length} one="Invite # who has not signed in" other="Invite # who have not signed in" />
      )}
    </Button>
  );
}

function TableMenu({ group, people, all }: { group: GroupRead; people: PersonRead[]; all: number }) {
  const { t } = useLingui();
  const [problem, setProblem] = useState("");

  async function download(format: "csv" | "xlsx") {
    setProblem("");
    try {
      await downloadPeople(
        group.id,
        format,
        people.map((person) => person.person_id),
      );
    } catch (error) {
      setProblem(problemSentence(error));
    }
  }

  return (
    <>
      <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            size="sm"
            variant="default"
            rightSection={<IconChevronDown size={16} aria-hidden />}
          >{t`Save as`}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {people.length === all ? (
              <Plural value={people.length} one="# person" other="All # people" />
            ) : (
              <Plural value={people.length} one="# person" other="# people" />
            )}
          </Menu.Label>
          <Menu.Item onClick={() => void download("xlsx")}>{t`Excel workbook (XLSX)`}</Menu.Item>
          <Menu.Item onClick={() => void download("csv")}>{t`Plain table (CSV)`}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {problem && (
        <Text size="sm" c="var(--danger)" role="alert">
          {problem}
        </Text>
      )}
    </>
  );
}
