import { useLingui } from "@lingui/react/macro";
import { Button, Stack, Text } from "@mantine/core";
import type { RecordLine } from "../../api/types";
import { momentWords } from "../../ui/dates";
import { LoadingState, ProblemState } from "../../ui/QueryState";
import { useGroupRecord } from "./api";
import { Section } from "./GroupFrame";
import classes from "./groups.module.css";
import { factWords } from "./record";
import type { GroupRead } from "./types";
import { actionWords, wordFor } from "./words";

/** The group's own record of decisions: who got a seat, an office, which meeting was opened. */
export function RecordSection({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const record = useGroupRecord(group.id);
  const lines = record.data?.pages.flat() ?? [];

  return (
    <Section id="record" title={t`Record of decisions`}>
      <Stack gap="md">
        <Text c="dimmed">
          {t`What was decided about the group itself. Each line carries a fingerprint made from it and the line before, so that no line can be changed or left out unseen. Each document has a record of its own.`}
        </Text>
        {record.isPending && <LoadingState lines={6} />}
        {record.isError && lines.length === 0 && (
          <ProblemState error={record.error} onRetry={() => void record.refetch()} retrying={record.isFetching} />
        )}
        {record.isSuccess && lines.length === 0 && <Text>{t`Nothing is recorded yet.`}</Text>}
        {lines.length > 0 && (
          <ol className={classes.list}>
            {lines.map((line) => (
              <Line key={line.number} line={line} />
            ))}
          </ol>
        )}
        {record.hasNextPage && (
          <Button
            variant="default"
            style={{ alignSelf: "center" }}
            loading={record.isFetchingNextPage}
            onClick={() => void record.fetchNextPage()}
          >
            {t`Show more`}
          </Button>
        )}
      </Stack>
    </Section>
  );
}

function Line({ line }: { line: RecordLine }) {
  const { t } = useLingui();
  const office = line.office ? wordFor(line.office) : "";
  const actor = line.actor ?? t`The server's keeper`;
  const facts = factWords(line.facts);
  return (
    <li className={classes.item}>
      <div>
        <Text fw={600}>
          {line.number}. {actionWords(line.action)}
        </Text>
        <div className={classes.quiet}>
          {office ? `${actor} (${office})` : actor} · {momentWords(line.at)}
          {line.meeting !== null && ` · ${t`Meeting ${line.meeting}`}`}
        </div>
        {facts.length > 0 && (
          <dl className={classes.facts}>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        )}
        <div className={`${classes.quiet} ${classes.fingerprint}`} translate="no" dir="ltr">
          <span className="visually-hidden">{t`Fingerprint:`} </span>
          {line.fingerprint}
        </div>
      </div>
    </li>
  );
}
