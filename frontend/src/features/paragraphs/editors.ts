import { lazy } from "react";

/** The editors come after the first paint: whoever reads, or has a slow line, does not wait for them. */
const textEditor = () => patiently(() => import("./TextEditor"));
const draftEditor = () => patiently(() => import("./DraftEditor"));
const sideEditor = () => patiently(() => import("./SideEditor"));
const paragraphEditor = () => patiently(() => import("../../editor/ParagraphEditor"));

const AGAIN = 2_000;

/** Tries until it is there: whoever begins to write when the line has just gone down waits for it, with their letters kept. */
async function patiently<Module>(fetch: () => Promise<Module>): Promise<Module> {
  for (;;) {
    try {
      return await fetch();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}

export const LazyTextEditor = lazy(async () => ({ default: (await textEditor()).TextEditor }));
export const LazyDraftEditor = lazy(async () => ({ default: (await draftEditor()).DraftEditor }));
export const LazySideEditor = lazy(async () => ({ default: (await sideEditor()).SideEditor }));
export const LazyParagraphEditor = lazy(async () => ({ default: (await paragraphEditor()).ParagraphEditor }));

/** Fetches them when the browser has nothing better to do, so that they are there when somebody begins, also offline. */
export function fetchEditors(): void {
  const fetch = () => void Promise.all([textEditor(), draftEditor(), sideEditor(), paragraphEditor()]);
  if (typeof requestIdleCallback === "function") requestIdleCallback(fetch, { timeout: 3_000 });
  else setTimeout(fetch, 1_000);
}
