import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import type { Paragraph, Status } from "../api/types";

/** The statuses of a paragraph, in the order in which they are offered and counted. */
export const STATUSES: readonly Status[] = [
  "not_yet_discussed",
  "agreed",
  "to_revisit",
  "no_agreement",
  "divergent_opinion",
];

/** Whether a word is the status of a paragraph: a record may hold others. */
export function isStatus(word: string | null): word is Status {
  return STATUSES.some((status) => status === word);
}

const WORDS: Record<Status, MessageDescriptor> = {
  not_yet_discussed: msg`not yet discussed`,
  agreed: msg`agreed`,
  to_revisit: msg`to revisit`,
  no_agreement: msg`no agreement`,
  divergent_opinion: msg`divergent opinion`,
};

/** What people call a status, inside a sentence. */
export function statusWord(status: Status): string {
  return i18n._(WORDS[status]);
}

/** A status with what may stand beside it; only *agreed* has more to say. */
export type Marking = Pick<Paragraph, "status"> & Partial<Pick<Paragraph, "qualifier" | "qualifier_words" | "final">>;

/** What people call a paragraph's status with its qualifier: "agreed, except for: the date". */
export function markingWords({ status, qualifier, qualifier_words, final }: Marking): string {
  if (status !== "agreed") return statusWord(status);
  if (final) return t`agreed, final`;
  if (qualifier === "ad_referendum") return t`agreed, ad referendum`;
  if (qualifier !== "except") return statusWord(status);
  const words = qualifier_words ?? "";
  return t`agreed, except for: ${words}`;
}

/** The name of a status as a style variable has it: `--status-to-revisit`. */
export function statusSlug(status: Status): string {
  return status.replaceAll("_", "-");
}
