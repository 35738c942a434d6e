import { Plural, useLingui } from "@lingui/react/macro";
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { QueryState } from "../../ui/QueryState";
import { usePeople } from "./api";
import { Section } from "./GroupFrame";
import classes from "./groups.module.css";
import { InviteDialog } from "./InviteDialog";
import { PersonRow } from "./PersonRow";
import { inOrder, matches } from "./people";
import type { GroupRead } from "./types";

/** Everybody in the group: those with an office first, then by delegation and name. */
export function PeopleSection({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const people = usePeople(group.id);
  const [inviting, setInviting] = useState(false);
  const [filter, setFilter] = useState("");

  return (
    <Section
      id="people"
      title={t`People`}
      action={group.may.manage && <Button size="sm" onClick={() => setInviting(true)}>{t`Invite somebody`}</Button>}
    >
      <QueryState query={people} lines={6}>
        {(everybody) => {
          const shown = inOrder(everybody).filter((person) => matches(person, filter));
          return (
            <Stack gap="sm">
              {everybody.length > 8 && (
                <TextInput
                  type="search"
                  aria-label={t`Find by name, delegation or office`}
                  placeholder={t`Find by name, delegation or office`}
                  leftSection={<IconSearch size={16} aria-hidden />}
                  value={filter}
                  onChange={(event) => setFilter(event.currentTarget.value)}
                  maw="24rem"
                />
              )}
              <Text size="sm" c="dimmed" role="status">
                {filter ? (
                  <Plural value={shown.length} _0="Nobody fits" one="# person fits" other="# people fit" />
                ) : (
                  <Plural value={everybody.length} _0="Nobody yet" one="# person" other="# people" />
                )}
              </Text>
              {everybody.length === 0 && group.may.manage && (
                <Text>{t`Invite the chair first, then the delegations' people.`}</Text>
              )}
              {shown.length > 0 && (
                <ul className={classes.list}>
                  {shown.map((person) => (
                    <PersonRow key={person.person_id} group={group} person={person} />
                  ))}
                </ul>
              )}
            </Stack>
          );
        }}
      </QueryState>
      {inviting && <InviteDialog group={group} onClose={() => setInviting(false)} />}
    </Section>
  );
}
