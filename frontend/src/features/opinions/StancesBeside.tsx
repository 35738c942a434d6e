import { Trans } from "@lingui/react/macro";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { Stance } from "./api";
import classes from "./Opinions.module.css";
import { StanceList } from "./StanceList";
import { stanceWord } from "./words";

const NAMED = 4;

/** The stances on a paragraph in one line, by name. */
export function StancesBeside({ stances }: { stances: readonly Stance[] }) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  // Objections first: they are what somebody must not miss.
  const sorted = [...stances].sort((a, b) => Number(b.kind === "object") - Number(a.kind === "object"));
  return (
    <div>
      <div className={classes.line}>
        <button type="button" className={classes.folded} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Chevron size={14} aria-hidden />
          <Trans>Stances</Trans>
          {sorted.slice(0, NAMED).map((one) => (
            <span key={one.id} className={classes.soft}>
              <bdi>{one.name}</bdi> {stanceWord(one.kind)}
            </span>
          ))}
          {sorted.length > NAMED && (
            <span className={classes.soft}>
              <Trans>and others</Trans>
            </span>
          )}
        </button>
      </div>
      {open && <StanceList stances={sorted} />}
    </div>
  );
}
