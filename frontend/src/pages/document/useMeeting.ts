import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import type { DocumentEvent, PageState } from "../../api/types";
import { useFollowing } from "../../features/meetings/follow";
import { sittingShort } from "../../features/meetings/words";
import { placeOf } from "../../features/paragraphs/place";
import { useEvents } from "../../sync/DocumentSync";
import { documentMeKey } from "../../sync/document";
import { announce } from "../../ui/announce";
import { useQuiet } from "../../ui/quiet";
import { rowOf } from "./view";

/** Follows what the room does: says it, asks anew what one may do, and keeps the paragraph under discussion in view for those who want that. */
export function useMeeting(state: PageState, editing: boolean): void {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [following] = useFollowing();
  const [quiet] = useQuiet();
  const now = useRef({ state, t, editing, silent: quiet.now });
  now.current = { state, t, editing, silent: quiet.now };
  const discussed = state.now?.paragraph ?? null;

  useEvents(
    useCallback(
      (event: DocumentEvent) => {
        const { state: before, t: say, silent } = now.current;
        if (event.kind === "document.changed" || event.kind === "sitting.changed") {
          void queries.invalidateQueries({ queryKey: documentMeKey(before.id) });
          void queries.invalidateQueries({ queryKey: ["document", before.id, "sittings"] });
        }
        if (silent) return;
        if (event.kind === "sitting.changed") {
          const sitting = event.document?.sitting;
          announce(sitting ? sittingShort(sitting) : say`The sitting is closed.`);
        }
        if (event.kind === "document.discussing") {
          const id = event.document?.now?.paragraph;
          const paragraph = before.paragraphs.find((one) => one.id === id);
          const place = paragraph && placeOf(paragraph);
          announce(place ? say`Under discussion now: ${place}.` : say`Nothing is under discussion any more.`);
        }
      },
      [queries],
    ),
  );

  // Not under the hands of somebody who writes elsewhere: they come when they have done.
  useEffect(() => {
    if (!following || !discussed || editing) return;
    const show = () => rowOf(discussed)?.scrollIntoView({ block: "center" });
    show();
    // Rows off screen have only a guessed height: once more when they are laid out.
    const frame = requestAnimationFrame(show);
    return () => cancelAnimationFrame(frame);
  }, [following, discussed, editing]);
}
