import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconCheck, IconCloudOff, IconDeviceLaptop, IconRefresh } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useConnection, useSaveState } from "../../sync/useTextAttachment";
import { announce } from "../../ui/announce";
import { useQuiet } from "../../ui/quiet";
import classes from "./TopBar.module.css";

/** Saved, kept on this device, or not added: what became of what one typed. */
export function SaveState({ onShowNotAdded }: { onShowNotAdded: () => void }) {
  const { t } = useLingui();
  const { state, n, durable } = useSaveState();
  const { state: line } = useConnection();
  const offline = line === "offline";
  const was = useRef(state);
  const [quiet] = useQuiet();

  useEffect(() => {
    const before = was.current;
    was.current = state;
    if (before === state || quiet.saved) return;
    if (state === "kept") announce(t`The line is down. What you type is kept on this device.`);
    else if (state === "notAdded") announce(t`Some of your words were not added. They are kept as your private draft.`);
    else if (state === "saved" && before === "kept") announce(t`Everything is saved.`);
  }, [state, quiet.saved, t]);

  useEffect(() => {
    if (!durable && n > 0) announce(t`This browser keeps nothing on the device: please do not close the page yet.`);
  }, [durable, n, t]);

  if (state === "notAdded") {
    return (
      <button type="button" className={classes.save} data-state="notAdded" onClick={onShowNotAdded}>
        <IconAlertTriangle size={16} aria-hidden />
        <Trans>Not added</Trans>
      </button>
    );
  }
  if (state === "kept" || (offline && n > 0)) {
    return (
      <span className={classes.save} data-state="kept">
        <IconDeviceLaptop size={16} aria-hidden />
        {durable ? (
          <Plural value={n} one="# change kept on this device" other="# changes kept on this device" />
        ) : (
          <Plural value={n} one="# change kept in this page only" other="# changes kept in this page only" />
        )}
      </span>
    );
  }
  if (state === "offline" || offline) {
    return (
      <span className={classes.save} data-state="offline">
        <IconCloudOff size={16} aria-hidden />
        <Trans>No line: trying again</Trans>
      </span>
    );
  }
  return state === "saving" ? (
    <span className={classes.save} data-state="saving">
      <IconRefresh size={16} aria-hidden />
      <Trans>Saving</Trans>
    </span>
  ) : (
    <span className={classes.save} data-state="saved">
      <IconCheck size={16} aria-hidden />
      <Trans>Saved</Trans>
    </span>
  );
}
