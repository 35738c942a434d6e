import { useEffect, useLayoutEffect, useState } from "react";
import { QuietCopy } from "../../editor/quiet";
import type { LiveText } from "../../sync/liveText";

/**
 * A copy of the text to write in undisturbed, while that is wanted. Once made it stays until editing ends, so that caret
 * and undo do: when it is wanted no longer it follows the text.
 */
export function useQuietCopy(live: LiveText | null, ready: boolean, wanted: boolean): QuietCopy | null {
  const [made, setMade] = useState<{ live: LiveText; copy: QuietCopy } | null>(null);
  const copy = made && made.live === live ? made.copy : null;

  useLayoutEffect(() => {
    if (!live || !ready || !wanted || copy) return;
    setMade({ live, copy: new QuietCopy(live.doc) });
  }, [live, ready, wanted, copy]);

  useLayoutEffect(() => {
    if (wanted) copy?.quieten();
    else copy?.catchUp(true);
  }, [copy, wanted]);

  useEffect(() => () => made?.copy.destroy(), [made]);
  return copy;
}
