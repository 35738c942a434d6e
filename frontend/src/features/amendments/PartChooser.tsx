import { Trans, useLingui } from "@lingui/react/macro";
import { IconCheck, IconX } from "@tabler/icons-react";
import { Fragment } from "react";
import { plainText } from "../../editor/canonical";
import classes from "./Proposals.module.css";
import { countOfChanges, type Part } from "./parts";

interface PartChooserProps {
  parts: readonly Part[];
  taken: ReadonlySet<number>;
  onTaken: (taken: ReadonlySet<number>) => void;
}

/** The changes where they stand in the words; each is a button that takes it or leaves it. */
export function PartChooser({ parts, taken, onTaken }: PartChooserProps) {
  const { t } = useLingui();
  const all = countOfChanges(parts);
  function toggle(change: number) {
    const next = new Set(taken);
    if (!next.delete(change)) next.add(change);
    onTaken(next);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would not be laid out as running words
    <div className={classes.parts} role="group" aria-label={t`Changes to take`} dir="auto" translate="no">
      {parts.map(({ change, stretches }, index) => {
        const words = (kind: "same" | "added" | "removed") =>
          stretches
            .filter((one) => one.kind === kind)
            .map(({ runs }) => plainText(runs))
            .join("");
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
        if (change === null) return <Fragment key={index}>{words("same")}</Fragment>;
        const on = taken.has(change);
        const [removed, added] = [words("removed"), words("added")];
        const n = change + 1;
        const said =
          removed && added
            ? t`Change ${n} of ${all}: “${removed}” becomes “${added}”`
            : added
              ? t`Change ${n} of ${all}: add “${added}”`
              : t`Change ${n} of ${all}: remove “${removed}”`;
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
            key={index}
            type="button"
            className={classes.part}
            aria-pressed={on}
            aria-label={said}
            title={on ? t`Taken` : t`Left out`}
            onClick={() => toggle(change)}
          >
            {on ? <IconCheck size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
            {removed && <del className={on ? classes.gone : classes.kept}>{removed}</del>}
            {added && <ins className={on ? classes.come : classes.left}>{added}</ins>}
          </button>
        );
      })}
      <p className={classes.note}>
        <Trans>Touch a change to take it or to leave it out.</Trans>
      </p>
    </div>
  );
}
