import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { FormDialog } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { useCreateDocument } from "./api";
import { type CategoryDraft, categoryFaults, firstCategories, nextCode } from "./categories";
import classes from "./groups.module.css";
import { AUDIENCES, choices } from "./words";

interface CreateDocumentDialogProps {
  groupId: string;
  onClose: () => void;
  onCreated: (documentId: string) => void;
}

/** A new rolling document: its title, who can see it, and its categories in order. */
export function CreateDocumentDialog({ groupId, onClose, onCreated }: CreateDocumentDialogProps) {
  const { t } = useLingui();
  const create = useCreateDocument(groupId);
  const form = useForm({
    initialValues: { title: "", audience: "observers" as const, categories: firstCategories() },
    validate: (values) => ({
      ...(values.title.trim() ? {} : { title: t`Please give the document a title.` }),
      ...categoryFaults(values.categories),
    }),
  });
  const submit = useSubmit(form, async ({ title, audience, categories }) => {
    const document = await create.mutateAsync({
      title: title.trim(),
      audience,
      categories: categories.map((one) => ({ code: one.code.trim(), title: one.title.trim(), way: "anyone" })),
    });
    onCreated(document.id);
  });
  const { categories } = form.getValues();

  function add() {
    form.insertListItem("categories", { key: crypto.randomUUID(), code: nextCode(categories), title: "" });
  }

  return (
    <FormDialog title={t`New document`} action={t`Begin the document`} size="xl" onClose={onClose} {...submit}>
      <TextInput label={t`Title`} maxLength={500} dir="auto" data-autofocus {...form.getInputProps("title")} />
      <Select
        label={t`Who can see it`}
        data={choices(AUDIENCES)}
        allowDeselect={false}
        {...form.getInputProps("audience")}
      />
      <fieldset className={classes.fieldset}>
        <legend>{t`Categories, in their order`}</legend>
        <Text size="sm" c="dimmed" mb="xs">
          {t`Paragraphs are numbered by the code: A.1, A.2. Each category begins as one that anyone may edit; titles can wait.`}
        </Text>
        <Stack gap="xs">
          {categories.map((category: CategoryDraft, index) => (
            <Group key={category.key} gap="xs" align="flex-start" wrap="nowrap">
              <TextInput
                aria-label={t`Code of category ${index + 1}`}
                maxLength={60}
                w="5rem"
                dir="auto"
                {...form.getInputProps(`categories.${index}.code`)}
              />
              <TextInput
                aria-label={t`Title of category ${category.code}`}
                placeholder={t`Title`}
                maxLength={500}
                flex={1}
                dir="auto"
                {...form.getInputProps(`categories.${index}.title`)}
              />
              <Group gap={0} wrap="nowrap">
                <ActionIcon
                  variant="subtle"
                  size={36}
                  disabled={index === 0}
                  aria-label={t`Move category ${category.code} up`}
                  onClick={() => form.reorderListItem("categories", { from: index, to: index - 1 })}
                >
                  <IconArrowUp size={18} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  size={36}
                  disabled={index === categories.length - 1}
                  aria-label={t`Move category ${category.code} down`}
                  onClick={() => form.reorderListItem("categories", { from: index, to: index + 1 })}
                >
                  <IconArrowDown size={18} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="red"
                  size={36}
                  disabled={categories.length === 1}
                  aria-label={t`Leave out category ${category.code}`}
                  onClick={() => form.removeListItem("categories", index)}
                >
                  <IconX size={18} aria-hidden />
                </ActionIcon>
              </Group>
            </Group>
          ))}
          <Button
            variant="subtle"
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={add}
            style={{ alignSelf: "flex-start" }}
          >
            {t`Add a category`}
          </Button>
        </Stack>
      </fieldset>
    </FormDialog>
  );
}
