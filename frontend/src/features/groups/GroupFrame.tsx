import { useLingui } from "@lingui/react/macro";
import { Anchor, Container, Group, Stack, Title, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { Link, NavLink, useParams } from "react-router";
import { PageTitle } from "../../ui/PageTitle";
import { QueryState } from "../../ui/QueryState";
import { useGroup } from "./api";
import classes from "./groups.module.css";
import type { GroupRead } from "./types";

interface GroupFrameProps {
  /** The part of the group that this page shows. */
  title: string;
  /** What stands around the page's content is not printed. */
  printsBare?: boolean;
  children: (group: GroupRead) => ReactNode;
}

/** What all pages of a group share: its name, and the way to its other pages. */
export function GroupFrame({ title, printsBare, children }: GroupFrameProps) {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const group = useGroup(id);

  return (
    <Container size="lg" py={printsBare ? undefined : "xl"} className={printsBare ? classes.printsBare : undefined}>
      <PageTitle title={group.data ? `${title} · ${group.data.name}` : title} />
      <Anchor component={Link} to="/" size="sm">
        {t`My groups`}
      </Anchor>
      {!group.data && <VisuallyHidden component="h1">{title}</VisuallyHidden>}
      <QueryState query={group} lines={6}>
        {(data) => (
          <Stack gap="lg" mt={4}>
            <Title order={1} size="h2">
              <bdi>{data.name}</bdi>
            </Title>
            <nav aria-label={t`This group`} className={classes.nav}>
              <NavLink to={`/groups/${id}`} end>{t`Overview`}</NavLink>
              <NavLink to={`/groups/${id}/people`}>{t`People`}</NavLink>
              <NavLink to={`/groups/${id}/delegations`}>{t`Delegations`}</NavLink>
              <NavLink to={`/groups/${id}/meetings`}>{t`Meetings`}</NavLink>
              {data.may.record && <NavLink to={`/groups/${id}/record`}>{t`Record of decisions`}</NavLink>}
            </nav>
            {children(data)}
          </Stack>
        )}
      </QueryState>
    </Container>
  );
}

interface SectionProps {
  id: string;
  title: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A titled part of a group's page, with what can be done to it beside the title. */
export function Section({ id, title, action, children }: SectionProps) {
  return (
    <section aria-labelledby={id}>
      <Group justify="space-between" align="center" gap="sm" mb="sm">
        <Title order={2} size="h3" id={id}>
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </section>
  );
}
