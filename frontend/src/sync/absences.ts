import * as Y from "yjs";
import { type Run, runsOf } from "../editor/canonical";
import type { Standing } from "./journalStore";
import type { LiveText } from "./liveText";
import type { TextJournal } from "./textJournal";

/** Back within this time edits merge; after longer the person is shown both where something happened (ENGINE E13). */
export const ABSENCE = 120_000;

/** Own words that wait for their author, since the text went on without them. */
export interface Absence {
  text: string;
  paragraph: string;
  /** The words that one had before one's own changes, and with them. */
  base: Run[];
  mine: Run[];
  /** What happened meanwhile. */
  changed: boolean;
  marked: boolean;
  discussed: boolean;
  /** When the page was last in touch with the server. */
  since: number;
}

/** Whether the own changes of a text have been without news for so long that one must look before they are sent. */
export function wasAway(journal: TextJournal | null, now = Date.now()): boolean {
  const since = journal?.since ?? null;
  return since !== null && now - since > ABSENCE;
}

/** What became of a text while its author was away; null if nothing that matters to them. */
export function whatHappened(
  journal: TextJournal,
  facts: { paragraph: string; runs: Run[]; standing: Standing },
): Absence | null {
  const { base, standing } = journal;
  const was = standing ?? facts.standing;
  const changed = base.length > 0 && journal.heldBy(facts.runs) === null;
  const marked = facts.standing.mark !== was.mark;
  const discussed = facts.standing.discussed && !was.discussed;
  if (!changed && !marked && !discussed) return null;
  return {
    text: journal.key.text,
    paragraph: facts.paragraph,
    base: journal.words(false),
    mine: journal.words(true),
    changed,
    marked,
    discussed,
    since: journal.since ?? 0,
  };
}

/** What the text will say once the own changes are added to it as it is now. */
export function wordsIfAdded(live: LiveText, journal: TextJournal): Run[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(live.doc));
  journal.restore(doc);
  const runs = runsOf(doc.getText("words"));
  doc.destroy();
  return runs;
}
