import { Trans, useLingui } from "@lingui/react/macro";
import { type Icon, IconCircleDashed, IconCircleMinus, IconHandStop, IconThumbUp } from "@tabler/icons-react";
import { momentWords } from "../../ui/dates";
import type { Stance, StanceKind } from "./api";
import classes from "./Opinions.module.css";
import { seenByWords, stanceWord } from "./words";

const ICONS: Record<StanceKind, Icon> = {
  support: IconThumbUp,
  can_live_with: IconCircleMinus,
  object: IconHandStop,
  none: IconCircleDashed,
};

/** Stances by name, one after the other; they are not added up. */
export function StanceList({ stances, dated }: { stances: readonly Stance[]; dated?: boolean }) {
  const { t } = useLingui();
  return (
    <ul className={classes.stances}>
      {stances.map((one) => {
        const Sign = ICONS[one.kind];
        const notes = [
          one.seen_by === "chair" && seenByWords(one.seen_by),
          one.kind !== "none" && !one.on_present_words && t`on earlier words`,
          dated && momentWords(one.at),
        ].filter(Boolean);
        return (
          <li key={one.id} className={classes.stance} data-kind={one.kind}>
            <Sign size={16} aria-hidden />
            <span>
              <Trans>
                <bdi>{one.name}</bdi> {stanceWord(one.kind)}
              </Trans>
              {notes.length > 0 && <span className={classes.soft}> ({notes.join("; ")})</span>}
              {one.reason && (
                <q className={classes.reason} dir="auto">
                  {one.reason}
                </q>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
