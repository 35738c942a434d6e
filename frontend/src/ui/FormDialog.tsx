import { useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { FormEvent } from "react";
import { Dialog, type DialogProps } from "./Dialog";

interface FormDialogProps extends DialogProps {
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  sending: boolean;
  problem: string;
  action: string;
  /** Set for what cannot be taken back. */
  danger?: boolean;
}

/** A dialog around one form: fields, then what the server has against it, then Cancel and the action. */
export function FormDialog({ onSubmit, sending, problem, action, danger, children, ...dialog }: FormDialogProps) {
  const { t } = useLingui();
  return (
    <Dialog {...dialog}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          {children}
          <FormProblemAlert problem={problem} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={dialog.onClose}>{t`Cancel`}</Button>
            <Button type="submit" loading={sending} color={danger ? "red" : undefined}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** What the server has against a form as a whole. */
export function FormProblemAlert({ problem }: { problem: string }) {
  if (!problem) return null;
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      {problem}
    </Alert>
  );
}
