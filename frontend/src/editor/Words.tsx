import "./words.css";
import { useLingui } from "@lingui/react";
import { type CSSProperties, Fragment, memo, type ReactNode, useContext, useMemo } from "react";
import type * as Y from "yjs";
import { type BracketSign, bracketClass, bracketSigns } from "./brackets";
import { attributesOf, plainText, type Run } from "./canonical";
import type { CaretSource } from "./carets";
import { MARK_ELEMENTS, SIMPLE_MARKS } from "./marks";
import { NotesBefore } from "./notes";
import { Placeholders } from "./placeholders";
import { bracketTitle, footnoteAttributes, footnoteName, linkAttributes } from "./shown";
import { type ShownCaret, useCarets } from "./useCarets";
import { useRuns } from "./useRuns";

interface WordsProps {
  runs: readonly Run[];
  className?: string;
  /** Shown where there are no words. */
  placeholder?: string;
  /** Where others write, from `useCarets`. */
  carets?: readonly ShownCaret[];
}

/** Words to read, without an editor. Its elements are those of the editor, so that opening one moves nothing. */
export const Words = memo(function Words({ runs, className, placeholder, carets }: WordsProps) {
  const { i18n } = useLingui();
  const notesBefore = useContext(NotesBefore);
  const placeholders = useContext(Placeholders);
  // biome-ignore lint/correctness/useExhaustiveDependencies: titles are in the language of the page
  const content = useMemo(() => {
    const text = plainText(runs);
    const points = [
      ...(carets ?? []).map(caretPoint),
      ...bracketSigns(text, placeholders).map((sign) => bracketPoint(sign, text.charAt(sign.index))),
    ];
    points.sort((one, other) => one.index - other.index);
    let at = 0;
    let note = notesBefore;
    const shown = runs.map((run) => {
      const number = note + 1;
      if (typeof attributesOf(run).footnote === "string") note += run.insert.length;
      const start = at;
      at += run.insert.length;
      const own = points.filter((point) => point.index >= start && point.index < at);
      const before = own.filter((point) => point.length === 0 && point.index === start);
      const within = own.slice(before.length);
      return (
        <Fragment key={start}>
          {before.map((point) => point.node)}
          {marked(run, number, withPoints(run.insert, start, within))}
        </Fragment>
      );
    });
    return [...shown, points.filter((point) => point.index >= at).map((point) => point.node)];
  }, [runs, carets, placeholders, notesBefore, i18n.locale]);
  const last = runs.at(-1)?.insert;
  return (
    <div
      className={className ? `words-box ${className}` : "words-box"}
      style={notesBefore ? ({ "--notes-before": notesBefore } as CSSProperties) : undefined}
    >
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

interface LiveWordsProps extends Omit<WordsProps, "runs" | "carets"> {
  ytext: Y.Text | null;
  fallback: Run[];
  source?: CaretSource | null;
}

/** Words to read that follow a text, and those who write in it. */
export function LiveWords({ ytext, fallback, source = null, ...rest }: LiveWordsProps) {
  return <Words runs={useRuns(ytext, fallback)} carets={useCarets(ytext, source)} {...rest} />;
}

/** Something shown at an index: in place of some characters, or between two. */
interface Point {
  index: number;
  length: number;
  node: ReactNode;
}

function bracketPoint(sign: BracketSign, character: string): Point {
  const node = (
    <span key={sign.index} className={bracketClass(sign)} title={bracketTitle(sign)}>
      {character}
    </span>
  );
  return { index: sign.index, length: 1, node };
}

function caretPoint({ id, label, colour, index }: ShownCaret): Point {
  const style = { "--caret-colour": colour } as CSSProperties;
  return {
    index,
    length: 0,
    node: <span key={id} className="other-caret" data-label={label} style={style} aria-hidden="true" />,
  };
}

function withPoints(text: string, start: number, points: readonly Point[]): ReactNode {
  if (!points.length) return text;
  const parts: ReactNode[] = [];
  let from = 0;
  for (const { index, length, node } of points) {
    if (index - start > from) parts.push(text.slice(from, index - start));
    parts.push(node);
    from = Math.max(from, index - start + length);
  }
  parts.push(text.slice(from));
  return parts;
}

/** Nested as the schema nests: the link outermost, then the footnote, then the simple marks. */
function marked(run: Run, number: number, content: ReactNode): ReactNode {
  const attributes = attributesOf(run);
  let node = content;
  for (const name of SIMPLE_MARKS.toReversed()) {
    const Element = MARK_ELEMENTS[name];
    if (attributes[name] === true) node = <Element>{node}</Element>;
  }
  const { footnote } = attributes;
  if (typeof footnote === "string") {
    const inner = node;
    // Two notes of the same words beside each other are one run, and still two notes.
    node = [...run.insert].map((character, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a note can be reached and read by keyboard
      <sup key={i} tabIndex={0} {...footnoteProps(footnote, number + i)}>
        {run.insert.length === 1 ? inner : character}
      </sup>
    ));
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

function footnoteProps(note: string, number: number) {
  const { class: className, ...attributes } = footnoteAttributes(note);
  return { className, role: "note", "aria-label": footnoteName(number, note), ...attributes };
}
