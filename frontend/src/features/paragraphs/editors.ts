import { lazy } from "react";

/** The editors come after the first paint: whoever reads, or has a slow line, does not wait for them. */
const textEditor = () => import("./TextEditor");
const draftEditor = () => import("./DraftEditor");
const paragraphEditor = () => import("../../editor/ParagraphEditor");

export const LazyTextEditor = lazy(async () => ({ default: (await textEditor()).TextEditor }));
export const LazyDraftEditor = lazy(async () => ({ default: (await draftEditor()).DraftEditor }));
export const LazyParagraphEditor = lazy(async () => ({ default: (await paragraphEditor()).ParagraphEditor }));

/** Fetches them when the browser has nothing better to do, so that they are there when somebody begins, also offline. */
export function fetchEditors(): void {
  const fetch = () => void Promise.all([textEditor(), draftEditor(), paragraphEditor()]).catch(() => {});
  if (typeof requestIdleCallback === "function") requestIdleCallback(fetch, { timeout: 3_000 });
  else setTimeout(fetch, 1_000);
}
