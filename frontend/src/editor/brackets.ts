/** A bracketed stretch: `start` is its "[", `end` is just after its "]", in UTF-16 units; depth 1 is outermost. */
export interface BracketSpan {
  start: number;
  end: number;
  depth: number;
}

export interface Brackets {
  spans: BracketSpan[];
  unclosed: number[];
  unopened: number[];
}

/** What one bracket character is, for colouring it. */
export interface BracketSign {
  index: number;
  depth: number;
  kind: "matched" | "placeholder" | "unclosed" | "unopened";
}

/** Finds square brackets. Depth counts only pairs that close: a forgotten "[" does not recolour what follows it. */
export function findBrackets(text: string): Brackets {
  const open: number[] = [];
  const spans: BracketSpan[] = [];
  const unopened: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x5b) open.push(i);
    else if (code === 0x5d) {
      const start = open.pop();
      if (start === undefined) unopened.push(i);
      else spans.push({ start, end: i + 1, depth: 0 });
    }
  }
  spans.sort((a, b) => a.start - b.start);
  const around: BracketSpan[] = [];
  for (const span of spans) {
    for (let last = around.at(-1); last && last.end <= span.start; last = around.at(-1)) around.pop();
    around.push(span);
    span.depth = around.length;
  }
  return { spans, unclosed: open, unopened };
}

/** So many brackets are coloured, no more: thousands of elements in one text would make every page that shows it slow. */
export const MOST_SHOWN = 2_000;

/** What stands in brackets, with its signs, in order of place and each but once. */
export function bracketed(text: string): string[] {
  return [...new Set(findBrackets(text).spans.map((span) => text.slice(span.start, span.end)))];
}

/** Every bracket character in order, with how it is to be shown; of a great many only the first. */
export function bracketSigns(text: string, placeholders: readonly string[] = []): BracketSign[] {
  if (!/[[\]]/.test(text)) return [];
  const { spans, unclosed, unopened } = findBrackets(text);
  const signs: BracketSign[] = [];
  for (const { start, end, depth } of spans) {
    const kind = placeholders.length && placeholders.includes(text.slice(start, end)) ? "placeholder" : "matched";
    signs.push({ index: start, depth, kind }, { index: end - 1, depth, kind });
  }
  for (const index of unclosed) signs.push({ index, depth: 0, kind: "unclosed" });
  for (const index of unopened) signs.push({ index, depth: 0, kind: "unopened" });
  return signs.sort((a, b) => a.index - b.index).slice(0, MOST_SHOWN);
}

/** The classes of a bracket: colour by depth (four, in turn), dots where it only holds a place, a wavy line when it has no partner. */
export function bracketClass(sign: BracketSign): string {
  if (sign.kind === "placeholder") return "bracket bracket-place";
  return sign.kind === "matched" ? `bracket b${((sign.depth - 1) % 4) + 1}` : "bracket bracket-alone";
}
