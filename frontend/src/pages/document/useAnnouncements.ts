import { useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useRef } from "react";
import type { YTextEvent } from "yjs";
import type { DocumentEvent, PageState, Paragraph } from "../../api/types";
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
export function useAnnouncements(state: PageState, shown: Paragraph[], current: string | null): void {
  const { t } = useLingui();
  const [quiet] = useQuiet();
  const now = useRef({ state, quiet, t });
  now.current = { state, quiet, t };

  const say = useCallback((sentence: string) => {
    const { title } = now.current.state;
    // Whoever is elsewhere must hear which document speaks.
    announce(document.visibilityState === "hidden" ? `${title}: ${sentence}` : sentence);
  }, []);

  useEvents(
    useCallback(
      (event: DocumentEvent) => {
        const sentence = sentenceOf(event, now.current.state, now.current.t);
        if (!sentence) return;
        const silent = event.kind === "paragraph.marked" ? now.current.quiet.marks : now.current.quiet.order;
        if (!silent) say(sentence);
      },
      [say],
    ),
  );

  useComings(
    useCallback(
      ({ type, person }: Coming) => {
        const { t: words, quiet: silent } = now.current;
        if (silent.people) return;
        const name = shownName(person);
        say(type === "came" ? words`${name} came.` : words`${name} left.`);
      },
      [say],
    ),
  );

  const at = shown.findIndex((one) => one.id === current);
  const near = (by: number) => (at === -1 ? undefined : shown[at + by]);
  useChangesOf(near(0), !quiet.words, say);
  useChangesOf(near(-1), !quiet.nearby, say);
  useChangesOf(near(1), !quiet.nearby, say);
}

/** Says when others have changed the words of a paragraph, and who, where only one person is there. */
function useChangesOf(paragraph: Paragraph | undefined, told: boolean, say: (sentence: string) => void): void {
  const { t } = useLingui();
  const { texts, presence, personId } = useSync();
  const live = useStore(texts.live(paragraph?.text ?? ""));
  const now = useRef({ paragraph, told, t });
  now.current = { paragraph, told, t };

  useEffect(() => {
    if (!live) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = (event: YTextEvent) => {
      if (event.transaction.local || !live.state.get().synced) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { paragraph: changedOne, told: wanted, t: words } = now.current;
        if (!changedOne || !wanted) return;
        const place = placeOf(changedOne);
        const people = presence.peopleAt(changedOne.id).get();
        const writers = people.filter((one) => !one.reader && one.id !== personId);
        const name = writers.length === 1 && writers[0] ? shownName(writers[0]) : "";
        say(name ? words`${name} changed the words of ${place}.` : words`The words of ${place} changed.`);
      }, REST);
    };
    live.words.observe(changed);
    return () => {
      clearTimeout(timer);
      live.words.unobserve(changed);
    };
  }, [live, presence, personId, say]);
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
