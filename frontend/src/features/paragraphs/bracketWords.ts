import { findBrackets } from "../../editor/brackets";

/** Brackets that are left in some words, named by what stands in them. */
export interface BracketsLeft {
  /** The outermost bracketed stretches, brackets included, long ones shortened in the middle. */
  stretches: string[];
  /** How many pairs there are in all, inner ones included. */
  pairs: number;
  /** Brackets without a partner, with a few words around each. */
  alone: string[];
}

const LONGEST = 70;
const AROUND = 18;

function shorten(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, " "));
  if (characters.length <= LONGEST) return characters.join("");
  return `${characters.slice(0, LONGEST - 16).join("")} … ${characters.slice(-12).join("")}`;
}

/** Names the brackets in words, for the card on which the chair marks. */
export function bracketsLeft(text: string): BracketsLeft {
  const { spans, unclosed, unopened } = findBrackets(text);
  return {
    stretches: spans.filter((span) => span.depth === 1).map((span) => shorten(text.slice(span.start, span.end))),
    pairs: spans.length,
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
