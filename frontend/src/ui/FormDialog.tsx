import { useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { FormEvent, ReactNode } from "react";
import classes from "./FormDialog.module.css";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: string;
}

/** A dialog that fills a phone's screen; mounted means open. */
export function Dialog({ title, onClose, children, size = "lg" }: DialogProps) {
  const { t } = useLingui();
  const phone = useMediaQuery("(max-width: 36em)");
  return (
    <Modal.Root opened onClose={onClose} size={size} fullScreen={phone}>
      <Modal.Overlay />
      <Modal.Content>
        {/* Mantine's own header element would count as a second banner of the page. */}
        <div className={classes.header}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t`Close`} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

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
