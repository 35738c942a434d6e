import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { PageState, Paragraph, Run } from "../../api/types";
import { plainText, runsOf } from "../../editor/canonical";
import type { RowActions } from "../../features/paragraphs/actions";
import { type FindOptions, findIn, type Match } from "../../features/paragraphs/find";
import { useSync } from "../../sync/DocumentSync";
import { endHighlight, highlight, rangeIn } from "./highlights";
import { rowOf } from "./view";

/** A paragraph in which something was found, with the words it was found in. */
export interface Found {
  paragraph: Paragraph;
  runs: Run[];
  text: string;
  matches: Match[];
}

export interface Finding {
  found: Found[];
  /** How many places in all, and which of them is the present one (from 0). */
  total: number;
  at: number;
  /** The paragraph of the present place, and which of its places it is. */
  here: { found: Found; index: number } | null;
  go: (at: number) => void;
  /** Looks at once, after words were changed, and goes to that place. */
  again: (at: number) => void;
}

/** Others type on while one searches. */
const AGAIN = 1_000;
const TYPING = 150;

/** Looks for words in all paragraphs, as they are at this moment, off screen and filtered out too. */
export function useFind(
  state: PageState,
  wanted: string,
  options: FindOptions,
  actions: RowActions,
  from: string | null,
): Finding {
  const { texts } = useSync();
  const [found, setFound] = useState<Found[]>([]);
  const [at, setAt] = useState(0);
  const { matchCase, wholeWords, accents } = options;

  const look = useCallback((): Found[] => {
    if (!wanted) return [];
    return state.paragraphs.flatMap((paragraph) => {
      if (paragraph.withdrawn) return [];
      const live = texts.live(paragraph.text).get();
      const runs = live?.state.get().synced ? runsOf(live.words) : paragraph.runs;
      const text = plainText(runs);
      const matches = findIn(text, wanted, { matchCase, wholeWords, accents });
      return matches.length > 0 ? [{ paragraph, runs, text, matches }] : [];
    });
  }, [state.paragraphs, texts, wanted, matchCase, wholeWords, accents]);

  // What is typed is looked for at once, from where one is; then it is followed while others type on.
  const begin = useRef({ from, paragraphs: state.paragraphs });
  begin.current = { from, paragraphs: state.paragraphs };
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words or options begin anew, other paragraphs do not
  useEffect(() => {
    const soon = setTimeout(() => {
      const next = look();
      setFound(next);
      latest.current = next;
      if (next.length > 0) goTo.current(firstFrom(next, begin.current.from, begin.current.paragraphs));
    }, TYPING);
    return () => clearTimeout(soon);
  }, [wanted, matchCase, wholeWords, accents]);
  useEffect(() => {
    const timer = setInterval(() => {
      const next = look();
      setFound((before) => (same(before, next) ? before : next));
    }, AGAIN);
    return () => clearInterval(timer);
  }, [look]);

  const total = useMemo(() => found.reduce((sum, one) => sum + one.matches.length, 0), [found]);
  const present = total === 0 ? 0 : Math.min(at, total - 1);
  const here = useMemo(() => placeAt(found, present), [found, present]);

  useEffect(() => {
    const match = here?.found.matches[here.index];
    highlight(
      found.map(({ paragraph, matches }) => ({ id: paragraph.id, matches })),
      here && match ? { id: here.found.paragraph.id, match } : null,
    );
  }, [found, here]);
  useEffect(() => endHighlight, []);

  const latest = useRef(found);
  latest.current = found;
  const go = useCallback(
    (to: number) => {
      const sum = latest.current.reduce((all, one) => all + one.matches.length, 0);
      if (sum === 0) return;
      const next = ((to % sum) + sum) % sum;
      setAt(next);
      const place = placeAt(latest.current, next);
      if (place) show(place.found, place.index, actions);
    },
    [actions],
  );
  const goTo = useRef(go);
  goTo.current = go;
  const again = useCallback(
    (to: number) => {
      latest.current = look();
      setFound(latest.current);
      go(to);
    },
    [look, go],
  );
  return { found, total, at: present, here, go, again };
}

/** The first place in or after a paragraph; the very first where nothing comes after. */
function firstFrom(found: readonly Found[], from: string | null, paragraphs: readonly Paragraph[]): number {
  const start = paragraphs.findIndex((one) => one.id === from);
  const order = new Map(paragraphs.map((one, index) => [one.id, index]));
  let at = 0;
  for (const { paragraph, matches } of found) {
    if ((order.get(paragraph.id) ?? 0) >= start) return at;
    at += matches.length;
  }
  return 0;
}

function placeAt(found: readonly Found[], at: number): Finding["here"] {
  let left = at;
  for (const one of found) {
    if (left < one.matches.length) return { found: one, index: left };
    left -= one.matches.length;
  }
  return null;
}

/** Brings a place into view; its row may have to be drawn first, and is laid out only once it is near. */
function show({ paragraph, matches }: Found, index: number, actions: RowActions): void {
  actions.select(paragraph.id);
  const bring = () => {
    const match = matches[index];
    const range = match && rangeIn(paragraph.id, match);
    const top = range?.getBoundingClientRect().top;
    if (top === undefined) rowOf(paragraph.id)?.scrollIntoView({ block: "center" });
    else window.scrollBy({ top: top - window.innerHeight / 2 });
  };
  requestAnimationFrame(() => {
    rowOf(paragraph.id)?.scrollIntoView({ block: "center" });
    requestAnimationFrame(bring);
  });
}

function same(before: readonly Found[], after: readonly Found[]): boolean {
  return (
    before.length === after.length &&
    before.every((one, index) => one.paragraph === after[index]?.paragraph && one.text === after[index]?.text) &&
    JSON.stringify(before.map((one) => one.matches)) === JSON.stringify(after.map((one) => one.matches))
  );
}
