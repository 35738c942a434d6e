import { t } from "@lingui/core/macro";
import { memo, useContext } from "react";
import { StatusShape } from "../../ui/StatusShape";
import { type Marking, markingWords, statusSlug } from "../../ui/status";
import { Recommending } from "./recommending";
import classes from "./StatusMark.module.css";

/** A paragraph's status: its shape and its word, with what it is agreed subject to or except for. */
export const StatusMark = memo(function StatusMark(marking: Marking) {
  const { status, qualifier } = marking;
  const recommends = useContext(Recommending) && status !== "not_yet_discussed";
  const words = markingWords(marking);
  return (
    <span className={classes.status} data-status={status} style={{ color: `var(--status-${statusSlug(status)})` }}>
      <StatusShape status={status} open={recommends || qualifier === "except"} />
      <span className={classes.words} dir="auto">
        {recommends ? t`recommended: ${words}` : words}
      </span>
    </span>
  );
});
