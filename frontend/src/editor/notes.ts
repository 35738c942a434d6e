import { createContext } from "react";
import { attributesOf, type Run } from "./canonical";
import { FOOTNOTE_CHARACTER } from "./marks";

/** How many footnotes stand before a paragraph in its document; its own are numbered from there. */
export const NotesBefore = createContext(0);

/** The footnotes in some words, in order. */
export function notesIn(runs: readonly Run[]): string[] {
  return runs.flatMap((run) => {
    const { footnote } = attributesOf(run);
    // Two notes of the same words beside each other are one run.
    return typeof footnote === "string"
      ? [...run.insert].filter((c) => c === FOOTNOTE_CHARACTER).map(() => footnote)
      : [];
  });
}
