import { useMemo } from "react";
import type { Paragraph } from "../api/types";
import { FOOTNOTE_CHARACTER } from "../editor/marks";
import { notesIn } from "../editor/notes";
import { useSync } from "./DocumentSync";
import { useStore } from "./store";

export interface NotesOf {
  /** How many stand before the paragraph in the document. */
  before: number;
  notes: readonly string[];
}

const NONE: readonly string[] = [];

/** The footnotes of each paragraph, numbered through the document in reading order. */
export function useNotes(paragraphs: readonly Paragraph[]): ReadonlyMap<string, NotesOf> {
  const live = useStore(useSync().notes.live);
  return useMemo(() => {
    const all = new Map<string, NotesOf>();
    let before = 0;
    for (const { id, text, runs, words, withdrawn } of paragraphs) {
      const known = words.includes(FOOTNOTE_CHARACTER) ? notesIn(runs) : NONE;
      const notes = withdrawn ? NONE : (live.get(text) ?? known);
      all.set(id, { before, notes });
      before += notes.length;
    }
    return all;
  }, [paragraphs, live]);
}
