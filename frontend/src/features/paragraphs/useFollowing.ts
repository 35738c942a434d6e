import { useLingui } from "@lingui/react/macro";
import { type RefObject, useCallback } from "react";
import type { DocumentEvent, Paragraph } from "../../api/types";
import { plainText } from "../../editor/canonical";
import { useEvents } from "../../sync/DocumentSync";
import type { RowActions } from "./actions";

/**
 * Keeps the caret with its words when somebody else splits or joins the paragraph one writes in. `caret` is where one is,
 * in characters.
 */
export function useFollowing(
  paragraph: Paragraph,
  caret: RefObject<number>,
  actions: RowActions,
  say: (note: string) => void,
): void {
  const { t } = useLingui();
  const { id } = paragraph;
  useEvents(
    useCallback(
      ({ kind, paragraphs, by }: DocumentEvent) => {
        const length = (one: { runs?: Paragraph["runs"] } | undefined) => plainText(one?.runs ?? []).length;
        const who = by ?? "";
        if (kind === "paragraph.split") {
          const added = paragraphs.find((one) => one.split_from === id);
          const first = paragraphs.find((one) => one.id === id);
          if (!added || !first) return;
          const note = t`${who} split the paragraph. Undo begins anew.`;
          const seam = length(first);
          if (caret.current > seam) actions.follow(added.id, { caret: caret.current - seam, note });
          else say(note);
        } else if (kind === "paragraph.joined") {
          const first = paragraphs.find((one) => !one.withdrawn);
          const removed = paragraphs.find((one) => one.withdrawn);
          if (!first || !removed || (first.id !== id && removed.id !== id)) return;
          const note = t`${who} joined the paragraphs. Undo begins anew.`;
          const before = length(first) - length(removed);
          if (removed.id === id) actions.follow(first.id, { caret: before + caret.current, note });
          else say(note);
        }
      },
      [id, caret, actions, say, t],
    ),
  );
}
