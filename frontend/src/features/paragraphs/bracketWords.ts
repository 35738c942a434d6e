import { findBrackets } from "../../editor/brackets";

/** Brackets that are left in some words, named by what stands in them. */
export interface BracketsLeft {
  /** The outermost bracketed stretches, brackets included, long ones shortened in the middle. */
  stretches: string[];
  /** How many pairs there are in all, inner ones included. */
  pairs: number;
  /** Brackets without a partner, with a few words around each. */
  alone: string[];
  /** How many pairs only hold a place. */
  placeholders: number;
}

const LONGEST = 70;
const AROUND = 18;

/** Long words with their middle left out. */
export function shorten(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, " "));
  if (characters.length <= LONGEST) return characters.join("");
  return `${characters.slice(0, LONGEST - 16).join("")} … ${characters.slice(-12).join("")}`;
}

/** Names the brackets in words, for the card on which the chair marks; those that only hold a place are not named. */
export function bracketsLeft(text: string, placeholders: readonly string[] = []): BracketsLeft {
  const { spans, unclosed, unopened } = findBrackets(text);
  const negotiated = spans.filter((span) => !placeholders.includes(text.slice(span.start, span.end)));
  const outermost = negotiated.filter(
    (span) => !negotiated.some((other) => other.start < span.start && other.end > span.end),
  );
  return {
    stretches: outermost.map((span) => shorten(text.slice(span.start, span.end))),
    pairs: negotiated.length,
    placeholders: spans.length - negotiated.length,
    alone: [...unclosed, ...unopened]
      .sort((a, b) => a - b)
      .map((index) => {
        const from = Math.max(0, index - AROUND);
        const to = Math.min(text.length, index + AROUND + 1);
        const words = text.slice(from, to).replace(/\s+/g, " ").trim();
        return `${from > 0 ? "…" : ""}${words}${to < text.length ? "…" : ""}`;
      }),
  };
}
