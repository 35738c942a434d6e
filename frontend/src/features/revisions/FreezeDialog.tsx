import { Trans, useLingui } from "@lingui/react/macro";
import { Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { announce } from "../../ui/announce";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { revisionName } from "../../ui/whole";
import { useFreeze } from "./api";

interface FreezeDialogProps {
  documentId: string;
  /** The number it will have. */
  next: number;
  onClose: () => void;
}

/** Freezes the document as it is at this moment. */
export function FreezeDialog({ documentId, next, onClose }: FreezeDialogProps) {
  const { t } = useLingui();
  const [title, setTitle] = useState("");
  const freeze = useFreeze(documentId);

  function submit(event?: FormEvent) {
    event?.preventDefault();
    freeze.mutate(title.trim(), {
      onSuccess: ({ number }) => {
        announce(t`${revisionName(number)} is frozen.`);
        onClose();
      },
    });
  }

  return (
    <FormDialog
      title={t`Freeze the document as ${revisionName(next)}`}
      action={t`Freeze it`}
      onSubmit={submit}
      onClose={onClose}
      sending={freeze.isPending}
      problem={freeze.error ? problemSentence(freeze.error) : ""}
    >
      <Text size="sm">
        <Trans>
          All paragraphs with their words and marks are kept as they are at this moment, under a number and a
          fingerprint of their own, and never change. Work on the document goes on. Until you release it, only the chair
          and the secretariat can see what was frozen; that it was frozen, and its title, everybody sees who can see the
          document.
        </Trans>
      </Text>
      <TextInput
        data-autofocus
        label={t`Title, if it has one`}
        placeholder={t`such as “For the second reading”`}
        maxLength={300}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
