import { memo } from "react";
import type { Paragraph } from "../../api/types";
import { StatusShape } from "../../ui/StatusShape";
import { statusSlug, statusWord } from "../../ui/status";
import classes from "./StatusMark.module.css";

type StatusMarkProps = Pick<Paragraph, "status" | "qualifier">;

/** A paragraph's status: its shape and its word. */
export const StatusMark = memo(function StatusMark({ status, qualifier }: StatusMarkProps) {
  return (
    <span className={classes.status} data-status={status} style={{ color: `var(--status-${statusSlug(status)})` }}>
      <StatusShape status={status} />
      <span>
        {statusWord(status)}
        {qualifier && <span className={classes.qualifier}> {qualifier}</span>}
      </span>
    </span>
  );
});
