import "../../../editor/words.css";
import { Fragment, type ReactNode, useMemo } from "react";
import type { Run } from "../../../api/types";
import { bracketClass, bracketSigns } from "../../../editor/brackets";
import { plainText } from "../../../editor/canonical";
import { MARK_ELEMENTS, SIMPLE_MARKS } from "../../../editor/marks";
import classes from "./Wall.module.css";

/** A stretch of a difference. */
export interface Stretch {
  kind: "same" | "added" | "removed";
  runs: readonly Run[];
}

interface WallWordsProps {
  runs: readonly Run[];
  placeholders: readonly string[];
  /** How the words differ from those of a moment ago; null while nothing changes. */
  stretches: readonly Stretch[] | null;
}

/** Words with their brackets, what just came underlined, what just went a bar in its place: nothing else moves. */
export function WallWords({ runs, placeholders, stretches }: WallWordsProps) {
  const pieces = useMemo(() => cut(runs, placeholders, stretches), [runs, placeholders, stretches]);
  return (
    <p className={`words ${classes.words}`} dir="auto" translate="no">
      {pieces}
    </p>
  );
}

function cut(runs: readonly Run[], placeholders: readonly string[], stretches: readonly Stretch[] | null): ReactNode[] {
  const added = new Set<number>();
  const gone = new Set<number>();
  let at = 0;
  for (const { kind, runs: parts } of stretches ?? []) {
    const length = plainText(parts).length;
    if (kind === "removed") gone.add(at);
    else {
      if (kind === "added") for (let i = at; i < at + length; i++) added.add(i);
      at += length;
    }
  }
  const signs = new Map(bracketSigns(plainText(runs), placeholders).map((sign) => [sign.index, sign]));
  const nodes: ReactNode[] = [];
  let start = 0;
  for (const run of runs) {
    let from = 0;
    const { insert } = run;
    for (let i = 0; i <= insert.length; i++) {
      const here = start + i;
      const ends =
        i === insert.length ||
        (i > from &&
          (signs.has(here) || signs.has(here - 1) || gone.has(here) || added.has(here) !== added.has(here - 1)));
      if (ends && i > from) {
        const sign = signs.get(start + from);
        const text = insert.slice(from, i);
        const words = marked(run, sign ? <span className={bracketClass(sign)}>{text}</span> : text);
        nodes.push(
          <Fragment key={start + from}>
            {gone.has(start + from) && <span className={classes.gone} />}
            {added.has(start + from) ? <ins className={classes.added}>{words}</ins> : words}
          </Fragment>,
        );
        from = i;
      }
    }
    start += insert.length;
  }
  if (gone.has(start)) nodes.push(<span key="end" className={classes.gone} />);
  return nodes;
}

function marked({ attributes }: Run, content: ReactNode): ReactNode {
  let node = typeof attributes?.footnote === "string" ? <sup>*</sup> : content;
  for (const name of SIMPLE_MARKS.toReversed()) {
    const Element = MARK_ELEMENTS[name];
    if (attributes?.[name] === true) node = <Element>{node}</Element>;
  }
  return node;
}
