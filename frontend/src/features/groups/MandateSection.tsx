import { useLingui } from "@lingui/react/macro";
import { Button, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { FormDialog } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { useChangeGroup } from "./api";
import { Section } from "./GroupFrame";
import classes from "./groups.module.css";
import type { GroupRead } from "./types";

/** What the group is for. */
export function MandateSection({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const [editing, edit] = useDisclosure();
  return (
    <Section
      id="mandate"
      title={t`Mandate`}
      action={
        group.may.manage && <Button variant="default" size="sm" onClick={edit.open}>{t`Change name or mandate`}</Button>
      }
    >
      {group.mandate ? (
        <p className={classes.prose} dir="auto">
          {group.mandate}
        </p>
      ) : (
        <Text c="dimmed">{t`The mandate is not written down yet.`}</Text>
      )}
      {editing && <GroupDialog group={group} onClose={edit.close} />}
    </Section>
  );
}

function GroupDialog({ group, onClose }: { group: GroupRead; onClose: () => void }) {
  const { t } = useLingui();
  const change = useChangeGroup(group.id);
  const form = useForm({
    initialValues: { name: group.name, mandate: group.mandate },
    validate: { name: (value) => (value.trim() ? null : t`Please name the group.`) },
  });
  const submit = useSubmit(form, async ({ name, mandate }) => {
    await change.mutateAsync({ name: name.trim(), mandate: mandate.trim() });
    onClose();
  });
  return (
    <FormDialog title={t`Name and mandate`} action={t`Keep the changes`} onClose={onClose} {...submit}>
      <TextInput label={t`Name of the group`} maxLength={300} dir="auto" {...form.getInputProps("name")} />
      <Textarea label={t`Mandate`} autosize minRows={5} maxRows={16} dir="auto" {...form.getInputProps("mandate")} />
    </FormDialog>
  );
}
