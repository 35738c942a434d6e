import { Trans, useLingui } from "@lingui/react/macro";
import { Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { momentWords } from "../../ui/dates";
import { Square } from "../../ui/Square";
import classes from "./people.module.css";
import type { CodeMade } from "./peopleApi";
import type { GroupRead } from "./types";

const LOOK_EVERY = 3_000;

/** A code as somebody at the door reads it from the screen: large, with a square to scan; says when they have come in. */
export function CodeShown({ group, code }: { group: GroupRead; code: CodeMade }) {
  const { t } = useLingui();
  const came = useCame(group.id, code);
  const page = `${window.location.host}/code`;

  if (came) {
    return (
      <div className={classes.came} role="status">
        <IconCircleCheck aria-hidden />
        {t`${code.name} has signed in.`}
      </div>
    );
  }
  return (
    <Stack gap="md">
      <Text>
        <Trans>
          On their own telephone or laptop: scan the square, or go to <strong dir="ltr">{page}</strong> and type the
          code.
        </Trans>
      </Text>
      <div className={classes.letIn}>
        <Square rows={code.qr} label={t`Square to scan for ${code.name}`} size={220} />
        <div>
          <p className={classes.code} dir="ltr" translate="no">
            {code.code}
          </p>
          <Text size="sm" c="dimmed">
            {t`Works once, until ${momentWords(code.expires_at)}.`}
          </Text>
        </div>
      </div>
      <Text size="sm" c="dimmed">{t`Whoever types it first is ${code.name}: show it to nobody else.`}</Text>
    </Stack>
  );
}

/** Whether the person has signed in since the code was made; looked up while it is shown. */
function useCame(groupId: string, code: CodeMade): boolean {
  const made = Date.parse(code.expires_at) - 15 * 60_000;
  const { data } = useQuery({
    queryKey: ["groups", groupId, "people"],
    queryFn: () => api.get("/api/groups/{group_id}/people", { params: { path: { group_id: groupId } } }),
    refetchInterval: LOOK_EVERY,
  });
  const person = data?.find((one) => one.person_id === code.person_id);
  return !!person?.last_signed_in_at && Date.parse(person.last_signed_in_at) >= made - 1_000;
}
