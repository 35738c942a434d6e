import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import type { Category } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { problemSentence } from "../../ui/forms";
import { useAddCategory, useChangeCategory } from "./api";

interface CategoryDialogProps {
  documentId: string;
  /** The category to rename; without one, a new category is made. */
  category?: Category;
  /** Where a new one goes; last without. */
  after?: Category;
  onClose: () => void;
}

/** What a category is called: its code, which numbers its paragraphs, and its title. */
export function CategoryDialog({ documentId, category, after, onClose }: CategoryDialogProps) {
  const { t } = useLingui();
  const change = useChangeCategory(documentId);
  const add = useAddCategory(documentId);
  const [code, setCode] = useState(category?.code ?? "");
  const [title, setTitle] = useState(category?.title ?? "");
  const [problem, setProblem] = useState("");
  const busy = change.isPending || add.isPending;

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy) return;
    const words = { code: code.trim(), title: title.trim() };
    if (!words.code) return setProblem(t`A category needs a letter or a short name.`);
    try {
      if (category) await change.mutateAsync({ id: category.id, ...words });
      else await add.mutateAsync({ ...words, after: after?.id });
      onClose();
    } catch (error) {
      setProblem(problemSentence(error));
    }
  }

  return (
    <Dialog onClose={onClose} title={category ? t`Rename category ${category.code}` : t`Add a category`}>
      <form onSubmit={(event) => void submit(event)}>
        <TextInput
          data-autofocus
          label={t`Letter or short name`}
          description={t`It numbers the paragraphs: with A, they are A.1, A.2 and so on`}
          value={code}
          maxLength={60}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <TextInput
          mt="md"
          label={t`Title`}
          value={title}
          maxLength={500}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {problem && (
          <Text role="alert" c="var(--danger)" size="sm" mt="sm">
            {problem}
          </Text>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy}>
            {category ? <Trans>Rename</Trans> : <Trans>Add</Trans>}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
