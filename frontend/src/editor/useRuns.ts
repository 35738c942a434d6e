import { useCallback, useRef, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { type Run, runsOf } from "./canonical";

/** The present words of a text, live; before there is one, the words the page was painted from. */
export function useRuns(ytext: Y.Text | null, fallback: Run[]): Run[] {
  const seen = useRef<{ ytext: Y.Text; runs: Run[] } | null>(null);
  const subscribe = useCallback(
    (changed: () => void) => {
      if (!ytext) return () => {};
      const observe = () => {
        seen.current = null;
        changed();
      };
      ytext.observe(observe);
      return () => ytext.unobserve(observe);
    },
    [ytext],
  );
  return useSyncExternalStore(subscribe, () => {
    if (!ytext) return fallback;
    if (seen.current?.ytext !== ytext) seen.current = { ytext, runs: runsOf(ytext) };
    return seen.current.runs;
  });
}
