import { useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { Dialog } from "../../ui/Dialog";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { LoadingState } from "../../ui/QueryState";
import { CodeShown } from "./CodeShown";
import { useLetIn } from "./peopleApi";
import type { GroupRead, PersonRead } from "./types";

interface LetInDialogProps {
  group: GroupRead;
  person: PersonRead;
  onClose: () => void;
}

/** A code for somebody who stands there: made at once, shown large. */
export function LetInDialog({ group, person, onClose }: LetInDialogProps) {
  const { t } = useLingui();
  const { mutate, data, error, isPending } = useLetIn(group.id);
  const asked = useRef(false);

  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate(person.person_id);
  }, [mutate, person.person_id]);

  return (
    <Dialog title={t`Let in ${person.name}`} onClose={onClose}>
      <Stack gap="md">
        {isPending && <LoadingState lines={3} />}
        <FormProblemAlert problem={error ? problemSentence(error) : ""} />
        {data && <CodeShown group={group} code={data} />}
        {!data && !isPending && !error && <Text>{t`Making a code…`}</Text>}
        <Group justify="flex-end" gap="sm">
          {data && (
            <Button
              variant="default"
              onClick={() => mutate(person.person_id)}
              loading={isPending}
            >{t`Another code`}</Button>
          )}
          <Button onClick={onClose}>{t`Done`}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
