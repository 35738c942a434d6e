import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useEffect, useState } from "react";
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
}

/** Where the keyboard was: a menu that is about to close counts as the button that opened it. */
function whereFocusIs(): HTMLElement | null {
  const active = document.activeElement;
  const menu = active?.closest('[role="menu"]');
  const opener = menu && document.getElementById(menu.getAttribute("aria-labelledby") ?? "");
  return opener ?? (active instanceof HTMLElement ? active : null);
}

/** Gives the keyboard back to where it was, unless closing the dialog led somewhere else. */
function useFocusReturn(): void {
  const [before] = useState(whereFocusIs);
  useEffect(() => {
    return () => {
      requestAnimationFrame(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && before?.isConnected) before.focus({ preventScroll: true });
      });
    };
  }, [before]);
}

/** A dialog that fills a phone's screen; mounted means open. */
export function Dialog({ title, onClose, children, size = "lg", closeLabel, amber }: DialogProps) {
  const { t } = useLingui();
  const phone = useMediaQuery("(max-width: 36em)");
  useFocusReturn();
  return (
    // Mantine gives the focus back only to those who close a dialog without taking it away.
    <Modal.Root opened onClose={onClose} size={size} fullScreen={phone} returnFocus={false}>
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
