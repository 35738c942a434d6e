import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text, Textarea } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { Dialog } from "../../ui/Dialog";

interface ReasonDialogProps {
  title: string;
  explanation: string;
  action: string;
  onConfirm: (reason: string) => void;
  onClose: () => void;
}

/** A command that goes into the record with a reason, if there is one to give. */
export function ReasonDialog({ title, explanation, action, onConfirm, onClose }: ReasonDialogProps) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");

  function submit(event: SubmitEvent) {
    event.preventDefault();
    onClose();
    onConfirm(reason.trim());
  }

  return (
    <Dialog onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Text size="sm" mb="md">
          {explanation}
        </Text>
        <Textarea
          data-autofocus
          label={t`Reason, if there is one to record`}
          value={reason}
          maxLength={1000}
          rows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit">{action}</Button>
        </Group>
      </form>
    </Dialog>
  );
}
