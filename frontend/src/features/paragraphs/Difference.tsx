import { useLingui } from "@lingui/react/macro";
import { Fragment, type ReactNode, useMemo } from "react";
import type { Run } from "../../api/types";
import { MARK_ELEMENTS, SIMPLE_MARKS } from "../../editor/marks";
import classes from "./Difference.module.css";
import { difference } from "./difference";

interface DifferenceProps {
  earlier: readonly Run[];
  later: readonly Run[];
}

/** Two wordings in one: what went is struck and what came is underlined, and both are also named for those who listen. */
export function Difference({ earlier, later }: DifferenceProps) {
  const { t } = useLingui();
  const stretches = useMemo(() => difference(earlier, later), [earlier, later]);
  const names = { added: t`added`, removed: t`removed` };
  const elements = { added: "ins", removed: "del" } as const;

  return (
    <div className={classes.difference} dir="auto" translate="no">
      {stretches.map(({ kind, runs }, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: runs have no identity but their place
        const words = runs.map((run, at) => <Fragment key={at}>{marked(run)}</Fragment>);
        // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no identity but their place
        if (kind === "same") return <Fragment key={index}>{words}</Fragment>;
        const Element = elements[kind];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no identity but their place
          <Element key={index} className={classes[kind]} title={names[kind]}>
            <span className="visually-hidden">{names[kind]}: </span>
            {words}
            <span className="visually-hidden">; </span>
          </Element>
        );
      })}
    </div>
  );
}

/** A run with its marks; links are not followed from here. */
function marked({ insert, attributes }: Run): ReactNode {
  let words: ReactNode = insert;
  for (const name of SIMPLE_MARKS.toReversed()) {
    const Element = MARK_ELEMENTS[name];
    if (attributes?.[name] === true) words = <Element>{words}</Element>;
  }
  return words;
}
