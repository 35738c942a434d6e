import { useCallback, useRef, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { type CaretSource, caretIndices } from "./carets";

/** A caret to be shown in read-only words. */
export interface ShownCaret {
  id: string;
  label: string;
  colour: string;
  index: number;
}

const NOBODY: readonly ShownCaret[] = [];

/** Where others write in a text, for those who read it; the list stays the same until somebody moves. */
export function useCarets(ytext: Y.Text | null, source: CaretSource | null): readonly ShownCaret[] {
  const seen = useRef(NOBODY);
  const subscribe = useCallback(
    (changed: () => void) => {
      const stop = source?.subscribe(changed);
      ytext?.observe(changed);
      return () => {
        stop?.();
        ytext?.unobserve(changed);
      };
    },
    [ytext, source],
  );
  return useSyncExternalStore(subscribe, () => {
    const now = ytext && source ? shown(ytext, source) : NOBODY;
    if (JSON.stringify(now) !== JSON.stringify(seen.current)) seen.current = now;
    return seen.current;
  });
}

function shown(ytext: Y.Text, source: CaretSource): readonly ShownCaret[] {
  const carets = source.list();
  if (!carets.length) return NOBODY;
  return carets
    .flatMap((caret) => {
      const index = caretIndices(ytext, caret)?.head;
      return index === undefined ? [] : [{ id: caret.id, label: caret.label, colour: caret.colour, index }];
    })
    .sort((a, b) => a.index - b.index);
}
