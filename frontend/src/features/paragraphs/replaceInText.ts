import type { Paragraph, Run } from "../../api/types";
import { contentHash, runsOf } from "../../editor/canonical";
import { typing } from "../../editor/ytext";
import type { DocumentSession } from "../../sync/session";
import { when } from "../../sync/store";
import type { Step } from "./find";

/** "moved": the words are no longer those that were shown; "shut": they cannot be written in just now. */
export type Outcome = "done" | "moved" | "shut";

const PATIENCE = 8_000;

/**
 * Changes the words of a paragraph as if they were typed: others' work is kept, and its author can undo it. Nothing is
 * changed unless the words are the very ones that the person was shown.
 */
export async function replaceInText(
  sync: DocumentSession,
  { text, generation }: Pick<Paragraph, "text" | "generation">,
  shown: readonly Run[],
  steps: readonly Step[],
): Promise<Outcome> {
  const release = sync.texts.want(text, generation);
  try {
    const opening = sync.texts.live(text);
    if (!(await when(opening, (live) => live !== null, PATIENCE))) return "shut";
    const state = opening.get()?.state;
    if (state) await when(state, ({ phase, synced }) => (synced && phase === "live") || phase !== "opening", PATIENCE);
    const live = opening.get();
    const { synced, writable } = live?.state.get() ?? { synced: false, writable: false };
    if (!live || !synced || !writable) return "shut";
    if (contentHash(runsOf(live.words)) !== contentHash(shown)) return "moved";
    live.undo.stopCapturing();
    live.doc.transact(() => live.words.applyDelta([...steps]), typing);
    live.undo.stopCapturing();
    await sync.settled(text);
    return "done";
  } finally {
    release();
  }
}
