import { useLingui } from "@lingui/react/macro";
import { Anchor, Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useState } from "react";
import { spanWords } from "../../ui/dates";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { useMeetingCommand } from "./api";
import { Section } from "./GroupFrame";
import classes from "./groups.module.css";
import { MeetingDialog } from "./MeetingDialog";
import type { GroupRead, MeetingRead } from "./types";

/** All meetings of a group, the latest first. */
export function MeetingsSection({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const [open, setOpen] = useState<"add" | MeetingRead | null>(null);
  const command = useMeetingCommand(group.id);
  const meetings = [...group.meetings].sort((a, b) => b.number - a.number);

  return (
    <Section
      id="meetings"
      title={t`Meetings`}
      action={group.may.manage && <Button size="sm" onClick={() => setOpen("add")}>{t`Add a meeting`}</Button>}
    >
      <Stack gap="sm">
        <FormProblemAlert problem={command.isError ? problemSentence(command.error) : ""} />
        {meetings.length === 0 ? (
          <Text c="dimmed">
            {group.may.manage
              ? t`There are no meetings yet. Add one, and make it the current meeting when it opens: decisions then carry its number.`
              : t`There are no meetings yet.`}
          </Text>
        ) : (
          <>
            <Text size="sm" c="dimmed">
              {t`Decisions carry the number of the meeting that is current when they are taken.`}
            </Text>
            <ul className={classes.list}>
              {meetings.map((meeting) => (
                <li
                  key={meeting.id}
                  className={`${classes.item} ${classes.meeting} ${meeting.is_current ? classes.current : ""}`}
                >
                  <MeetingFacts meeting={meeting} />
                  {group.may.manage && (
                    <Group gap="xs">
                      <Button
                        variant="default"
                        size="xs"
                        aria-label={t`Change meeting ${meeting.number}`}
                        onClick={() => setOpen(meeting)}
                      >
                        {t`Change`}
                      </Button>
                      <Button
                        variant={meeting.is_current ? "default" : "light"}
                        size="xs"
                        loading={command.isPending && command.variables.id === meeting.id}
                        aria-label={
                          meeting.is_current
                            ? t`Close meeting ${meeting.number}`
                            : t`Make meeting ${meeting.number} the current one`
                        }
                        onClick={() =>
                          command.mutate({ id: meeting.id, command: meeting.is_current ? "close" : "open" })
                        }
                      >
                        {meeting.is_current ? t`Close` : t`Make current`}
                      </Button>
                    </Group>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Stack>
      {open && (
        <MeetingDialog group={group} meeting={open === "add" ? undefined : open} onClose={() => setOpen(null)} />
      )}
    </Section>
  );
}

/** A meeting's number, title, dates, place and links. */
export function MeetingFacts({ meeting, badge = true }: { meeting: MeetingRead; badge?: boolean }) {
  const { t } = useLingui();
  const when = spanWords(meeting.from_day, meeting.until_day);
  return (
    <div>
      <Group gap="xs" align="baseline">
        <Text fw={600}>
          {meeting.number}. <bdi>{meeting.title}</bdi>
        </Text>
        {badge && meeting.is_current && <Badge variant="light" radius="sm" tt="none">{t`Current meeting`}</Badge>}
      </Group>
      <div className={classes.quiet}>{[when, meeting.place].filter(Boolean).join(" · ")}</div>
      {(meeting.stream_url || meeting.recording_url) && (
        <Group gap="md" mt={2}>
          {meeting.stream_url && (
            <Outside
              href={meeting.stream_url}
              name={t`Live stream of meeting ${meeting.number}`}
            >{t`Live stream`}</Outside>
          )}
          {meeting.recording_url && (
            <Outside
              href={meeting.recording_url}
              name={t`Recording of meeting ${meeting.number}`}
            >{t`Recording`}</Outside>
          )}
        </Group>
      )}
    </div>
  );
}

function Outside({ href, name, children }: { href: string; name: string; children: string }) {
  // The server takes http and https alone; an older row must not make a link that runs.
  if (!/^https?:\/\//i.test(href)) return null;
  return (
    <Anchor href={href} size="sm" target="_blank" rel="noopener noreferrer" aria-label={name}>
      {children} <IconExternalLink size={14} aria-hidden style={{ verticalAlign: "-2px" }} />
    </Anchor>
  );
}
