import { type RefCallback, useCallback, useEffect, useState } from "react";
import type { Run } from "../editor/canonical";
import { useRuns as useWordsRuns } from "../editor/useRuns";
import type { ConnectionState } from "./connection";
import { useSync } from "./DocumentSync";
import type { LiveState, LiveText } from "./liveText";
import type { Returned } from "./returned";
import type { SaveState } from "./saveState";
import { createStore, useStore } from "./store";

interface Attachment {
  /** For the row's element. */
  ref: RefCallback<Element>;
  live: LiveText | null;
}

/** Attaches a text while its row is near the window, or for as long as it is pinned (being edited). */
export function useTextAttachment(text: string, generation: number, { pinned = false } = {}): Attachment {
  const { texts, viewport } = useSync();
  const [near, setNear] = useState(false);
  const ref = useCallback(
    (element: Element | null) => (element ? viewport.watch(element, setNear) : undefined),
    [viewport],
  );
  const wanted = near || pinned;
  useEffect(() => (wanted ? texts.want(text, generation) : undefined), [texts, text, generation, wanted]);
  return { ref, live: useStore(texts.live(text)) };
}

const DETACHED = createStore<LiveState>({ phase: "opening", synced: false, writable: false, unsaved: 0 });

/** How an attached text stands. */
export function useLive(live: LiveText | null): LiveState {
  return useStore(live?.state ?? DETACHED);
}

/** The words to show: the attached text's once they are here, the page state's before that. */
export function useRuns(live: LiveText | null, fallback: Run[]): Run[] {
  const { synced } = useLive(live);
  return useWordsRuns(live && synced ? live.words : null, fallback);
}

/** What to say of this page's changes. */
export function useSaveState(): SaveState {
  return useStore(useSync().saving.state);
}

export function useConnection(): ConnectionState {
  return useStore(useSync().connection.state);
}

/** Words that were not added, newest first; of one text if given. */
export function useReturned(text?: string): Returned[] {
  const all = useStore(useSync().returns.notices);
  return text === undefined ? all : all.filter((notice) => notice.text === text);
}

/** How to take such a notice away; the draft stays. */
export function useDismissReturned(): (id: string) => void {
  const { returns } = useSync();
  return useCallback((id) => returns.dismiss(id), [returns]);
}
