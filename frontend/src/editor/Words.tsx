import "./words.css";
import { useLingui } from "@lingui/react";
import { Fragment, memo, type ReactNode, useMemo } from "react";
import type * as Y from "yjs";
import { type BracketSign, bracketClass, bracketSigns } from "./brackets";
import { attributesOf, plainText, type Run } from "./canonical";
import { MARK_ELEMENTS, SIMPLE_MARKS } from "./marks";
import { bracketTitle, footnoteAttributes, linkAttributes } from "./shown";
import { useRuns } from "./useRuns";

interface WordsProps {
  runs: readonly Run[];
  className?: string;
  /** Shown where there are no words. */
  placeholder?: string;
}

/** Words to read, without an editor. Its elements are those of the editor, so that opening one moves nothing. */
export const Words = memo(function Words({ runs, className, placeholder }: WordsProps) {
  const { i18n } = useLingui();
  // biome-ignore lint/correctness/useExhaustiveDependencies: titles are in the language of the page
  const content = useMemo(() => {
    const signs = bracketSigns(plainText(runs));
    let at = 0;
    return runs.map((run) => {
      const start = at;
      at += run.insert.length;
      const own = signs.filter((sign) => sign.index >= start && sign.index < at);
      return <Fragment key={start}>{marked(run, bracketed(run.insert, start, own))}</Fragment>;
    });
  }, [runs, i18n.locale]);
  const last = runs.at(-1)?.insert;
  return (
    <div className={className ? `words-box ${className}` : "words-box"}>
      <p
        className={last ? "words" : "words words-empty"}
        dir="auto"
        translate="no"
        data-words=""
        data-placeholder={last ? undefined : placeholder}
      >
        {content}
        {(!last || last.endsWith("\n")) && <br />}
      </p>
    </div>
  );
});

interface LiveWordsProps extends Omit<WordsProps, "runs"> {
  ytext: Y.Text | null;
  fallback: Run[];
}

/** Words to read that follow a text as it changes. */
export function LiveWords({ ytext, fallback, ...rest }: LiveWordsProps) {
  return <Words runs={useRuns(ytext, fallback)} {...rest} />;
}

function bracketed(text: string, start: number, signs: readonly BracketSign[]): ReactNode {
  if (!signs.length) return text;
  const parts: ReactNode[] = [];
  let from = 0;
  for (const sign of signs) {
    const index = sign.index - start;
    if (index > from) parts.push(text.slice(from, index));
    parts.push(
      <span key={index} className={bracketClass(sign)} title={bracketTitle(sign)}>
        {text[index]}
      </span>,
    );
    from = index + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Nested as the schema nests: the link outermost, then the footnote, then the simple marks. */
function marked(run: Run, content: ReactNode): ReactNode {
  const attributes = attributesOf(run);
  let node = content;
  for (const name of SIMPLE_MARKS.toReversed()) {
    const Element = MARK_ELEMENTS[name];
    if (attributes[name] === true) node = <Element>{node}</Element>;
  }
  if (typeof attributes.footnote === "string") {
    node = (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a note can be reached and read by keyboard
      <sup tabIndex={0} {...footnoteProps(attributes.footnote)}>
        {node}
      </sup>
    );
  }
  if (typeof attributes.link === "string") {
    const { class: className, ...link } = linkAttributes(attributes.link);
    node = (
      <a className={className} {...link}>
        {node}
      </a>
    );
  }
  return node;
}

function footnoteProps(note: string) {
  const { class: className, ...attributes } = footnoteAttributes(note);
  return { className, ...attributes };
}
