import { useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useRef } from "react";
import type { YTextEvent } from "yjs";
import type { DocumentEvent, PageState } from "../../api/types";
import { placeOf } from "../../features/paragraphs/place";
import { shownName } from "../../features/presence/PresenceBeside";
import { useEvents, useSync } from "../../sync/DocumentSync";
import type { Coming } from "../../sync/presence";
import { useStore } from "../../sync/store";
import { useComings } from "../../sync/usePresence";
import { announce } from "../../ui/announce";
import { useQuiet } from "../../ui/quiet";
import { markingWords } from "../../ui/status";

/** Somebody else's changes of a text are told once they have rested this long. */
const REST = 1_500;

/** Tells those who listen what others do: comings and goings, marks, the order, words where one is. Each may be silenced. */
export function useAnnouncements(state: PageState, current: string | null): void {
  const { t } = useLingui();
  const [quiet] = useQuiet();
  const { texts } = useSync();
  const now = useRef({ state, quiet, t });
  now.current = { state, quiet, t };

  useEvents(
    useCallback((event: DocumentEvent) => {
      const sentence = sentenceOf(event, now.current.state, now.current.t);
      if (!sentence) return;
      const silent = event.kind === "paragraph.marked" ? now.current.quiet.marks : now.current.quiet.order;
      if (!silent) announce(sentence);
    }, []),
  );

  useComings(
    useCallback(({ type, person }: Coming) => {
      const { t: say, quiet: silent } = now.current;
      if (silent.people) return;
      const name = shownName(person);
      announce(type === "came" ? say`${name} came.` : say`${name} left.`);
    }, []),
  );

  const text = state.paragraphs.find((one) => one.id === current)?.text ?? "";
  const live = useStore(texts.live(text));
  useEffect(() => {
    if (!live || !current) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = (event: YTextEvent) => {
      if (event.transaction.local || !live.state.get().synced) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const paragraph = now.current.state.paragraphs.find((one) => one.id === current);
        if (!paragraph || now.current.quiet.words) return;
        const place = placeOf(paragraph);
        announce(now.current.t`The words of ${place} changed.`);
      }, REST);
    };
    live.words.observe(changed);
    return () => {
      clearTimeout(timer);
      live.words.unobserve(changed);
    };
  }, [live, current]);
}

function sentenceOf(event: DocumentEvent, state: PageState, t: ReturnType<typeof useLingui>["t"]): string {
  const change = event.paragraphs[0];
  const known = state.paragraphs.find((one) => one.id === change?.id);
  const paragraph = known ? { ...known, ...change } : undefined;
  if (!paragraph) return "";
  const place = placeOf(paragraph);
  const by = event.by ?? "";
  switch (event.kind) {
    case "paragraph.marked":
      return t`${place}: ${markingWords(paragraph)}, marked by ${by}.`;
    case "paragraph.added":
      return t`${place} was added by ${by}.`;
    case "paragraph.moved":
      return t`${place} was moved by ${by}.`;
    case "paragraph.withdrawn":
      return t`${place} was withdrawn by ${by}.`;
    case "paragraph.restored":
      return t`${place} was restored by ${by}.`;
    default:
      return "";
  }
}
