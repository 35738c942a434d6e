import type { Run } from "../../editor/canonical";
import { canonicalRuns } from "../../editor/canonical";

/** How words are looked for. */
export interface FindOptions {
  /** Capitals count. */
  matchCase: boolean;
  /** Only whole words. */
  wholeWords: boolean;
  /** Accents count: without, "resume" finds "résumé", and Arabic is found without its vowel signs. */
  accents: boolean;
}

/** A stretch of a text, in UTF-16 units. */
export interface Match {
  start: number;
  end: number;
}

/** Signs that people type in one way and texts have in another. */
const SAME: Record<string, string> = {
  "\u00a0": " ",
  "\u202f": " ",
  "\u2018": "'",
  "\u2019": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u2011": "-",
  "\u0640": "",
};

interface Folded {
  text: string;
  /** For each unit of `text`, where in the original the character it comes of begins and ends. */
  from: number[];
  to: number[];
}

function fold(text: string, { matchCase, accents }: FindOptions): Folded {
  const folded: Folded = { text: "", from: [], to: [] };
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    let plain = SAME[character] ?? character;
    if (!accents) plain = plain.normalize("NFD").replace(/\p{M}/gu, "");
    if (!matchCase) plain = plain.toLowerCase();
    // A sign that folds to nothing belongs to the letter before it.
    if (plain === "" && folded.to.length > 0) folded.to[folded.to.length - 1] = end;
    for (let unit = 0; unit < plain.length; unit++) {
      folded.from.push(at);
      folded.to.push(end);
    }
    folded.text += plain;
    at = end;
  }
  return folded;
}

const OF_A_WORD = /[\p{L}\p{N}\p{M}_]/u;

function isWhole(text: string, { start, end }: Match): boolean {
  const before = [...text.slice(Math.max(0, start - 2), start)].at(-1) ?? "";
  const after = [...text.slice(end, end + 2)][0] ?? "";
  return !OF_A_WORD.test(before) && !OF_A_WORD.test(after);
}

/** Every place where some words stand in a text, none overlapping another. */
export function findIn(text: string, wanted: string, options: FindOptions): Match[] {
  const needle = fold(wanted, options).text;
  if (!needle) return [];
  const folded = fold(text, options);
  const found: Match[] = [];
  let at = folded.text.indexOf(needle);
  while (at !== -1) {
    const match = { start: folded.from[at] ?? 0, end: folded.to[at + needle.length - 1] ?? 0 };
    const taken = found.at(-1)?.end ?? 0;
    const fits = match.start >= taken && (!options.wholeWords || isWhole(text, match));
    if (fits) found.push(match);
    at = folded.text.indexOf(needle, at + (fits ? needle.length : 1));
  }
  return found;
}

/** A step through a text as `Y.Text.applyDelta` takes it. */
export type Step = { retain: number } | { delete: number } | { insert: string; attributes: Record<string, unknown> };

/** What was found, and the words to put in its place. */
export interface Exchange extends Match {
  words: string;
}

/** Words for each place. Where capitals do not count, what is put in takes the capitals of what was there. */
export function exchanges(
  text: string,
  matches: readonly Match[],
  words: string,
  { matchCase }: FindOptions,
): Exchange[] {
  return matches.map((match) => ({
    ...match,
    words: matchCase ? words : inCapitalsOf(text.slice(match.start, match.end), words),
  }));
}

function inCapitalsOf(found: string, words: string): string {
  const letters = [...found].filter((one) => /\p{L}/u.test(one));
  const capitals = letters.filter((one) => one !== one.toLowerCase()).length;
  const first = letters[0];
  if (!first || first === first.toLowerCase()) return words;
  if (letters.length > 1 && capitals === letters.length) return words.toUpperCase();
  const [head = "", ...rest] = words;
  return head.toUpperCase() + rest.join("");
}

/** What puts other words in place of what was found; they are set like the first character they replace. */
export function replacing(runs: readonly Run[], places: readonly Exchange[]): Step[] {
  const steps: Step[] = [];
  let at = 0;
  for (const { start, end, words } of places) {
    if (start > at) steps.push({ retain: start - at });
    if (words) steps.push({ insert: words, attributes: attributesAt(runs, start) });
    steps.push({ delete: end - start });
    at = end;
  }
  return steps;
}

/** The words with others in place of what was found. */
export function replaced(runs: readonly Run[], places: readonly Exchange[]): Run[] {
  const out: Run[] = [];
  let at = 0;
  for (const { start, end, words } of places) {
    out.push(...cut(runs, at, start));
    if (words) out.push({ insert: words, attributes: attributesAt(runs, start) });
    at = end;
  }
  return canonicalRuns([...out, ...cut(runs, at, Number.POSITIVE_INFINITY)]);
}

function attributesAt(runs: readonly Run[], index: number): Record<string, unknown> {
  // A footnote is one character: words in its place are not the footnote.
  const { footnote: _, ...attributes } = cut(runs, index, index + 1)[0]?.attributes ?? {};
  return attributes;
}

function cut(runs: readonly Run[], from: number, to: number): Run[] {
  const out: Run[] = [];
  let at = 0;
  for (const run of runs) {
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, run.insert.length)];
    if (start < end) out.push({ ...run, insert: run.insert.slice(start, end) });
    at += run.insert.length;
  }
  return out;
}

const AROUND = 60;

/** The surroundings of what was found, before and after, to be shown as a difference; whole where it is short. */
export function excerpt(text: string, places: readonly Exchange[]): { earlier: Run[]; later: Run[] } {
  const keep = text.length <= 6 * AROUND ? Number.POSITIVE_INFINITY : AROUND;
  let [earlier, later, at] = ["", "", 0];
  const both = (shown: string) => {
    earlier += shown;
    later += shown;
  };
  places.forEach(({ start, end, words }, index) => {
    const between = text.slice(at, start);
    if (between.length <= 2 * keep) both(between);
    else both(`${index > 0 ? between.slice(0, AROUND) : ""} … ${between.slice(-AROUND)}`);
    earlier += text.slice(at + between.length, end);
    later += words;
    at = end;
  });
  const rest = text.slice(at);
  both(rest.length <= keep ? rest : `${rest.slice(0, AROUND)} …`);
  return { earlier: [{ insert: earlier }], later: [{ insert: later }] };
}
