import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Status } from "../api/types";

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

/** The name of a status as a style variable has it: `--status-to-revisit`. */
export function statusSlug(status: Status): string {
  return status.replaceAll("_", "-");
}
