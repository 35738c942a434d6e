import { useLingui } from "@lingui/react/macro";
import { Fragment, memo, type ReactNode } from "react";
import { MARK_ELEMENTS, SIMPLE_MARKS } from "../../editor/marks";
import classes from "./Changes.module.css";
import type { Change } from "./types";

/** A difference as the server made it: what would go is struck, what would come is underlined, both named for those who listen. */
export const Changes = memo(function Changes({ changes }: { changes: readonly Change[] }) {
  const { t } = useLingui();
  const names = { insert: t`added`, delete: t`removed`, format: t`set otherwise` };
  const elements = { insert: "ins", delete: "del", format: "span" } as const;
  return (
    <div className={classes.words} dir="auto" translate="no">
      {changes.map((change, at) => {
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
  let words: ReactNode = typeof note === "string" ? <sup title={note}>*</sup> : text;
  for (const name of SIMPLE_MARKS.toReversed()) {
    const Element = MARK_ELEMENTS[name];
    if (attributes?.[name] === true) words = <Element>{words}</Element>;
  }
  return words;
}
