import { t } from "@lingui/core/macro";
import type { DocumentState, Whereabouts } from "../api/types";

/** How far the whole has come: "adopted as amended". */
export function stateWord(state: DocumentState, asAmended = false): string {
  if (state === "adopted" && asAmended) return t`adopted as amended`;
  return { drafting: t`drafting`, released: t`released`, adopted: t`adopted`, transmitted: t`transmitted` }[state];
}

/** "Rev.2", as it is written everywhere. */
export function revisionName(number: number): string {
  return t`Rev.${number}`;
}

/** "adopted · Rev.3": the state and the newest revision. */
export function wholeWords({
  state,
  as_amended,
  revision,
}: Pick<Whereabouts, "state" | "as_amended" | "revision">): string {
  const word = stateWord(state, as_amended);
  return revision ? `${word} · ${revisionName(revision.number)}` : word;
}
