import { useLingui } from "@lingui/react/macro";
import { Text, TextInput } from "@mantine/core";
import { isEmail, useForm } from "@mantine/form";
import { FormDialog } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { useCorrectPerson } from "./peopleApi";
import type { GroupRead, PersonRead } from "./types";

interface CorrectPersonDialogProps {
  group: GroupRead;
  person: PersonRead;
  onClose: () => void;
}

/** Corrects a mistyped name or address, or gives an address to whoever had none. */
export function CorrectPersonDialog({ group, person, onClose }: CorrectPersonDialogProps) {
  const { t } = useLingui();
  const correct = useCorrectPerson(group.id);
  const before = { name: person.name, email: person.has_mail ? (person.email ?? "") : "" };
  const form = useForm({
    initialValues: before,
    validate: {
      name: (value) => (value.trim() ? null : t`Please type the name.`),
      email: (value) =>
        !value.trim() && !before.email ? null : isEmail(t`Please type an e-mail address.`)(value.trim()),
    },
  });
  const submit = useSubmit(form, async ({ name, email }) => {
    await correct.mutateAsync({
      id: person.person_id,
      ...(name.trim() !== before.name ? { name: name.trim() } : {}),
      ...(email.trim() !== before.email ? { email: email.trim() } : {}),
    });
    onClose();
  });
  return (
    <FormDialog title={t`Correct ${person.name}`} action={t`Keep the changes`} onClose={onClose} {...submit}>
      <TextInput label={t`Name`} maxLength={200} dir="auto" data-autofocus {...form.getInputProps("name")} />
      <TextInput
        label={t`E-mail address`}
        description={before.email ? undefined : t`So far they sign in as ${person.email ?? ""}.`}
        type="email"
        maxLength={254}
        dir="ltr"
        {...form.getInputProps("email")}
      />
      <Text size="sm" c="dimmed">
        {t`They sign in with the new address from now on. An invitation that went to the old one stops working: invite them again.`}
      </Text>
    </FormDialog>
  );
}
