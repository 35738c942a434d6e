import { type RefCallback, useCallback, useEffect, useState } from "react";
import { canonicalJson, type Run, runsOf } from "../../editor/canonical";
import { useSync } from "../../sync/DocumentSync";
import type { Proposal } from "./types";

type Written = Pick<Proposal, "id" | "text" | "generation" | "runs" | "stage">;

const NO_WORDS: ReadonlyMap<string, Run[]> = new Map();

/**
 * The words of proposals as they are now. Their texts are attached only while the element is near the window; what is not
 * attached has the words that the server last told.
 */
export function useLiveWords(proposals: readonly Written[]): {
  ref: RefCallback<Element>;
  /** What is attached, by proposal; another object with each change. */
  live: ReadonlyMap<string, Run[]>;
  near: boolean;
} {
  const { texts, viewport } = useSync();
  const [near, setNear] = useState(false);
  const [live, setLive] = useState(NO_WORDS);
  const ref = useCallback(
    (element: Element | null) => (element ? viewport.watch(element, setNear) : undefined),
    [viewport],
  );
  const open = proposals.filter(
    (one) => one.text && one.generation && (one.stage === "draft" || one.stage === "tabled"),
  );
  const key = open.map((one) => `${one.id} ${one.text} ${one.generation}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which they are
  useEffect(() => {
    if (!near) return;
    const stops = open.flatMap(({ id, text, generation }) => {
      if (!text || !generation) return [];
      const store = texts.live(text);
      let unwatch = () => {};
      const read = () => {
        const opened = store.get();
        if (!opened?.state.get().synced) return;
        const runs = runsOf(opened.words);
        setLive((before) => {
          const known = before.get(id);
          return known && canonicalJson(known) === canonicalJson(runs) ? before : new Map(before).set(id, runs);
        });
      };
      const watch = () => {
        unwatch();
        unwatch = () => {};
        const opened = store.get();
        if (!opened) return;
        opened.words.observe(read);
        const stop = opened.state.subscribe(read);
        unwatch = () => {
          opened.words.unobserve(read);
          stop();
        };
        read();
      };
      watch();
      return [texts.want(text, generation), store.subscribe(watch), () => unwatch()];
    });
    return () => {
      for (const stop of stops) stop();
      setLive(NO_WORDS);
    };
  }, [texts, near, key]);

  return { ref, live, near };
}
