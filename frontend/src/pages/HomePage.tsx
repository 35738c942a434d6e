import { useLingui } from "@lingui/react/macro";
import { Anchor, Badge, Button, Container, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Navigate, useNavigate } from "react-router";
import { useMe } from "../features/accounts/api";
import type { Me } from "../features/accounts/types";
import { useGroups } from "../features/groups/api";
import { CreateGroupDialog } from "../features/groups/CreateGroupDialog";
import { DocumentList } from "../features/groups/GroupDocuments";
import { standingWords, wordFor } from "../features/groups/words";
import { PageTitle } from "../ui/PageTitle";
import { QueryState } from "../ui/QueryState";

/** My groups and their documents. */
export function HomePage() {
  const { t } = useLingui();
  const me = useMe();
  if (me.data === null) return <Navigate to="/sign-in" replace />;
  return (
    <Container size="md" py="xl">
      <PageTitle title={t`My groups`} />
      <QueryState query={me}>{(person) => person && <Groups me={person} />}</QueryState>
    </Container>
  );
}

function Groups({ me }: { me: Me }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [creating, create] = useDisclosure();
  return (
    <Stack gap="xl">
      <Group justify="space-between" gap="sm">
        <Title order={1} size="h2">{t`My groups`}</Title>
        {me.operator && <Button variant="default" size="sm" onClick={create.open}>{t`New working group`}</Button>}
      </Group>
      {me.groups.length === 0 && (
        <Text>
          {me.operator
            ? t`You belong to no group yet. Set up a working group, then invite its chair and secretariat.`
            : t`You belong to no group yet. The secretariat of your group can invite you: they need your e-mail address, ${me.email}.`}
        </Text>
      )}
      {me.groups.map((group) => (
        <section key={group.id} aria-labelledby={`group-${group.id}`}>
          <Group gap="sm" align="baseline" mb="xs">
            <Title order={2} size="h3" id={`group-${group.id}`}>
              <Anchor component={Link} to={`/groups/${group.id}`} inherit>
                <bdi>{group.name}</bdi>
              </Anchor>
            </Title>
            {group.offices.map((office) => (
              <Badge key={office} variant="light" radius="sm" tt="none">
                {wordFor(office)}
              </Badge>
            ))}
            <Text size="sm" c="dimmed">
              {standingWords(group.seat, group.delegation)}
            </Text>
          </Group>
          <DocumentList groupId={group.id} empty={t`No document of this group is open to you yet.`} />
        </section>
      ))}
      {me.operator && <OtherGroups mine={me.groups.map(({ id }) => id)} />}
      {creating && (
        <CreateGroupDialog onClose={create.close} onCreated={(id) => void navigate(`/groups/${id}/people`)} />
      )}
    </Stack>
  );
}

/** Groups that an operator keeps without belonging to them. */
function OtherGroups({ mine }: { mine: string[] }) {
  const { t } = useLingui();
  const groups = useGroups();
  const others = groups.data?.filter(({ id }) => !mine.includes(id)) ?? [];
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="other-groups">
      <Title order={2} size="h3" id="other-groups" mb="xs">{t`Other groups on this server`}</Title>
      <Stack gap={4} component="ul" m={0} ps="lg">
        {others.map((group) => (
          <li key={group.id}>
            <Anchor component={Link} to={`/groups/${group.id}`}>
              <bdi>{group.name}</bdi>
            </Anchor>
          </li>
        ))}
      </Stack>
    </section>
  );
}
