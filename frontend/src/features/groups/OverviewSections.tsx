import { useLingui } from "@lingui/react/macro";
import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import { usePeople } from "./api";
import { Section } from "./GroupFrame";
import classes from "./groups.module.css";
import { MeetingFacts } from "./MeetingsSection";
import { currentOrNext } from "./meetings";
import type { GroupRead } from "./types";

/** The meeting that decisions are taken in, or the one that comes next. */
export function MeetingNow({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const meeting = currentOrNext(group.meetings);
  return (
    <Section
      id="meeting"
      title={meeting && !meeting.is_current ? t`Next meeting` : t`Current meeting`}
      action={
        <Anchor component={Link} to={`/groups/${group.id}/meetings`} size="sm">
          {t`All meetings`}
        </Anchor>
      }
    >
      {meeting ? (
        <div className={meeting.is_current ? classes.current : undefined}>
          <MeetingFacts meeting={meeting} badge={false} />
        </div>
      ) : (
        <Text c="dimmed">{t`No meeting is going on.`}</Text>
      )}
    </Section>
  );
}

/** How many take part. */
export function Numbers({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const people = usePeople(group.id).data;
  return (
    <dl className={classes.numbers} aria-label={t`The group in numbers`}>
      <div>
        <dt>{t`Delegations`}</dt>
        <dd>{group.delegations.length}</dd>
      </div>
      <div>
        <dt>{t`People`}</dt>
        <dd>{people ? people.length : "–"}</dd>
      </div>
      <div>
        <dt>{t`Meetings`}</dt>
        <dd>{group.meetings.length}</dd>
      </div>
    </dl>
  );
}
