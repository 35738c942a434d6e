import { useLingui } from "@lingui/react/macro";
import { Group, Radio, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { today } from "../../ui/dates";
import { FormDialog } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { useEndOffice, useGiveOffice } from "./api";
import type { GroupRead, OfficeKind, OfficeRead, PersonRead } from "./types";
import { choices, OFFICES, wordFor } from "./words";

interface OfficeDialogProps {
  group: GroupRead;
  person: PersonRead;
  onClose: () => void;
}

/** Gives an office from a day, to a day or without an end. */
export function OfficeDialog({ group, person, onClose }: OfficeDialogProps) {
  const { t } = useLingui();
  const give = useGiveOffice(group.id);
  const form = useForm({
    initialValues: { kind: "chair" as OfficeKind, from_day: today(), until_day: "" },
    validate: {
      from_day: (value) => (value ? null : t`Needs a day.`),
      until_day: (value, { from_day }) => (value && value < from_day ? t`The last day is before the first.` : null),
    },
  });
  const submit = useSubmit(form, async ({ kind, from_day, until_day }) => {
    await give.mutateAsync({ person: person.person_id, kind, from_day, until_day: until_day || null });
    onClose();
  });
  return (
    <FormDialog title={t`An office for ${person.name}`} action={t`Give the office`} onClose={onClose} {...submit}>
      <Select label={t`Office`} data={choices(OFFICES)} allowDeselect={false} {...form.getInputProps("kind")} />
      <Group grow align="flex-start">
        <TextInput label={t`First day`} type="date" {...form.getInputProps("from_day")} />
        <TextInput label={t`Last day, if known`} type="date" {...form.getInputProps("until_day")} />
      </Group>
      <Text size="sm" c="dimmed">{t`Days are counted in universal time (UTC), both included.`}</Text>
    </FormDialog>
  );
}

/** Ends an office at once, or sets its last day. */
export function EndOfficeDialog({ group, person, office, onClose }: OfficeDialogProps & { office: OfficeRead }) {
  const { t } = useLingui();
  const end = useEndOffice(group.id);
  const kind = wordFor(office.kind);
  const form = useForm({
    initialValues: { when: "day", until_day: office.until_day ?? today() },
    validate: {
      until_day: (value, { when }) => {
        if (when === "now") return null;
        if (!value) return t`Needs a day.`;
        return value < office.from_day ? t`The last day is before the first.` : null;
      },
    },
  });
  const submit = useSubmit(form, async ({ when, until_day }) => {
    await end.mutateAsync(
      when === "now" ? { id: office.id, at_once: true } : { id: office.id, until_day, at_once: false },
    );
    onClose();
  });
  return (
    <FormDialog
      title={t`End of the office: ${kind}, ${person.name}`}
      action={t`End the office`}
      danger
      size="md"
      onClose={onClose}
      {...submit}
    >
      <Radio.Group label={t`When it ends`} {...form.getInputProps("when")}>
        <Stack gap="xs" mt={6}>
          <Radio value="day" label={t`With its last day`} />
          <Radio value="now" label={t`At once`} />
        </Stack>
      </Radio.Group>
      {form.getValues().when === "day" && (
        <TextInput
          label={t`Last day`}
          description={t`To the end of that day, in universal time (UTC).`}
          type="date"
          {...form.getInputProps("until_day")}
        />
      )}
    </FormDialog>
  );
}
