import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./Dialog.module.css";

export interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: string;
  /** What closing it is called, where that is not plain. */
  closeLabel?: string;
  /** Something is amiss: the whole card says so. */
  amber?: boolean;
  /** Off where the dialog itself leads to another place. */
  returnFocus?: boolean;
}

/** A dialog that fills a phone's screen; mounted means open. */
export function Dialog({ title, onClose, children, size = "lg", closeLabel, amber, returnFocus = true }: DialogProps) {
  const { t } = useLingui();
  const phone = useMediaQuery("(max-width: 36em)");
  return (
    <Modal.Root opened onClose={onClose} size={size} fullScreen={phone} returnFocus={returnFocus}>
      <Modal.Overlay />
      <Modal.Content className={classes.content} data-amber={amber || undefined}>
        {/* Mantine's own header element would count as a second banner of the page. */}
        <div className={classes.header}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={closeLabel ?? t`Close`} />
        </div>
        <Modal.Body className={classes.body}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
