import { Suspense, useCallback, useSyncExternalStore } from "react";
import type { Run } from "../../api/types";
import { Words } from "../../editor/Words";
import type { LiveText } from "../../sync/liveText";
import { useLive } from "../../sync/useTextAttachment";
import { LazyParagraphEditor } from "./editors";

interface WatchedWordsProps {
  live: LiveText | null;
  runs: Run[];
  label: string;
  placeholder: string;
}

const nothing = () => {};

/** Words to read; while somebody writes in them, with their caret. An editor nobody can write in shows it best. */
export function WatchedWords({ live, runs, label, placeholder }: WatchedWordsProps) {
  const { synced } = useLive(live);
  const carets = live?.carets;
  const watched = useSyncExternalStore(
    useCallback((changed: () => void) => carets?.subscribe(changed) ?? nothing, [carets]),
    () => (carets?.list().length ?? 0) > 0,
  );
  const words = <Words runs={runs} placeholder={placeholder} />;
  if (!live || !synced || !watched) return words;
  return (
    <Suspense fallback={words}>
      <LazyParagraphEditor
        key={live.key}
        ytext={live.words}
        undoManager={live.undo}
        carets={live.carets}
        editable={false}
        ariaLabel={label}
        placeholder={placeholder}
        onLeave={nothing}
      />
    </Suspense>
  );
}
