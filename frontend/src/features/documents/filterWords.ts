import { t } from "@lingui/core/macro";
import type { Kind, PageState } from "../../api/types";
import { dayWords, momentWords } from "../../ui/dates";
import type { Since } from "./filters";

export function kindWord(kind: Kind): string {
  return { recommendation: t`recommendation`, statement: t`statement`, plain: t`plain text` }[kind];
}

/** A beginning since which things changed, in general. */
export function sinceWords(since: Since): string {
  return {
    visit: t`my last visit`,
    meeting: t`the meeting began`,
    sitting: t`the sitting began`,
    revision: t`the last revision`,
  }[since];
}

/** A beginning that is known: what it is called, and when it was. */
export interface KnownSince {
  since: Since;
  words: string;
  moment: string;
}

/** The beginnings that this document has, the nearest to the reader first. */
export function knownSince(began: Record<Since, string | null>, state: PageState): KnownSince[] {
  const known: KnownSince[] = [];
  for (const since of ["visit", "sitting", "meeting", "revision"] as const) {
    const moment = began[since];
    if (moment === null) continue;
    const words = since === "revision" && state.revision ? t`Rev.${state.revision.number}` : sinceWords(since);
    known.push({ since, words, moment: moment.length === 10 ? dayWords(moment) : momentWords(moment) });
  }
  return known;
}
