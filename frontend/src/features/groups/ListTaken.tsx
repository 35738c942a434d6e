import { Plural, useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { InviteManyDialog } from "./InviteManyDialog";
import classes from "./list.module.css";
import type { Taken } from "./participantsApi";
import type { GroupRead } from "./types";

interface ListTakenProps {
  group: GroupRead;
  taken: Taken;
  onAgain: () => void;
}

/** What was written, and what comes next: the invitations. */
export function ListTaken({ group, taken, onAgain }: ListTakenProps) {
  const { t } = useLingui();
  const [inviting, setInviting] = useState(false);
  const uninvited = taken.people
    .filter((person) => person.needs_invitation)
    .map((person) => ({ ...person, has_mail: person.email.includes("@") }));
  const numbers: [string, number][] = [
    [t`People added`, taken.people_made],
    [t`Seats given`, taken.seats_given],
    [t`Seats changed`, taken.seats_changed],
    [t`Offices given`, taken.offices_given],
    [t`Delegations made`, taken.delegations.length],
    [t`Were here already`, taken.unchanged],
  ];
  return (
    <Stack gap="md">
      <Text className={classes.taken} role="status">
        <IconCircleCheck size={20} aria-hidden />
        <Plural value={taken.people.length} one="# person is in the group." other="# people are in the group." />
      </Text>
      <dl className={classes.outcomes}>
        {numbers
          .filter(([, number]) => number > 0)
          .map(([name, number]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{number}</dd>
            </div>
          ))}
      </dl>
      {uninvited.length > 0 && (
        <Text>{t`Nobody has been told yet. Now send the invitations by mail, or print a card for each.`}</Text>
      )}
      <Group gap="sm">
        {uninvited.length > 0 && (
          <Button onClick={() => setInviting(true)}>
            <Plural value={uninvited.length} one="Invite # person" other="Invite # people" />
          </Button>
        )}
        <Button component={Link} to={`/groups/${group.id}/people`} variant="default">{t`To the people`}</Button>
        <Button variant="subtle" onClick={onAgain}>{t`Take over another list`}</Button>
      </Group>
      {inviting && <InviteManyDialog group={group} people={uninvited} onClose={() => setInviting(false)} />}
    </Stack>
  );
}
