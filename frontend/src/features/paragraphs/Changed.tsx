import { useLingui } from "@lingui/react/macro";
import { Fragment, memo, type ReactNode } from "react";
import type { Change } from "../../api/types";
import { MARK_ELEMENTS, SIMPLE_MARKS } from "../../editor/marks";
import classes from "./Changed.module.css";

/** A difference by words: what went is struck, what came is underlined, and both are also named for those who listen. */
export const Changed = memo(function Changed({ diff }: { diff: readonly Change[] }) {
  const { t } = useLingui();
  const names = { insert: t`added`, delete: t`removed`, format: t`set otherwise` };
  const elements = { insert: "ins", delete: "del", format: "span" } as const;
  return (
    <div className={classes.words} dir="auto" translate="no">
      {diff.map((change, at) => {
        const { op } = change;
        const words = marked(change);
        // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no identity but their place
        if (op === "equal") return <Fragment key={at}>{words}</Fragment>;
        const Element = elements[op];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no identity but their place
          <Element key={at} className={classes[op]} title={names[op]}>
            <span className="visually-hidden">{names[op]}: </span>
            {words}
            <span className="visually-hidden">; </span>
          </Element>
        );
      })}
    </div>
  );
});

/** Words with their marks; a footnote stands as its sign with the note as its title. Links are not followed from here. */
function marked({ text, attributes }: Change): ReactNode {
  const note = attributes?.footnote;
  let words: ReactNode =
    typeof note === "string" ? (
      <sup className={classes.note} title={note}>
        *
      </sup>
    ) : (
      text
    );
  for (const name of SIMPLE_MARKS.toReversed()) {
    const Element = MARK_ELEMENTS[name];
    if (attributes?.[name] === true) words = <Element>{words}</Element>;
  }
  return words;
}
