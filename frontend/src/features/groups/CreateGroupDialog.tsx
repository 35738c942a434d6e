import { useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormDialog } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { useCreateGroup } from "./api";

interface CreateGroupDialogProps {
  onClose: () => void;
  onCreated: (groupId: string) => void;
}

/** Sets up a working group; for operators of the server. */
export function CreateGroupDialog({ onClose, onCreated }: CreateGroupDialogProps) {
  const { t } = useLingui();
  const create = useCreateGroup();
  const form = useForm({
    initialValues: { name: "", mandate: "" },
    validate: { name: (value) => (value.trim() ? null : t`Please name the group.`) },
  });
  const submit = useSubmit(form, async ({ name, mandate }) => {
    const group = await create.mutateAsync({ name: name.trim(), mandate: mandate.trim() });
    onCreated(group.id);
  });
  return (
    <FormDialog title={t`New working group`} action={t`Set up the group`} onClose={onClose} {...submit}>
      <TextInput
        label={t`Name of the group`}
        maxLength={300}
        dir="auto"
        data-autofocus
        {...form.getInputProps("name")}
      />
      <Textarea label={t`Mandate`} autosize minRows={4} maxRows={16} dir="auto" {...form.getInputProps("mandate")} />
    </FormDialog>
  );
}
