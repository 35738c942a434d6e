import type { PageState, Paragraph } from "../api/types";
import { contentHash, plainText } from "../editor/canonical";

/** For tests: a paragraph that nobody has marked, with what the test wants to be otherwise. */
export function aParagraph(id: string, change: Partial<Paragraph> = {}): Paragraph {
  const runs = change.runs ?? (change.words ? [{ insert: change.words }] : []);
  return {
    id,
    text: `t-${id}`,
    generation: 1,
    text_seq: 1,
    label: id,
    address: id,
    category: "a",
    after: null,
    level: 0,
    kind: "recommendation",
    status: "not_yet_discussed",
    qualifier: null,
    qualifier_words: null,
    final: false,
    locked: false,
    withdrawn: false,
    proposer: null,
    source: null,
    reference: null,
    variant: null,
    placeholder: false,
    placeholders: [],
    brackets: { open: 0, placeholders: 0, unclosed: 0, unopened: 0 },
    mark: null,
    changed_since_marked: false,
    changed_at: "2026-01-01T00:00:00Z",
    split_from: null,
    content_hash: contentHash(runs),
    ...change,
    runs,
    words: plainText(runs),
  };
}

/** For tests: a page state without anything in it, with what the test puts there. */
export function aPageState(change: Partial<PageState> = {}): PageState {
  return {
    id: "d",
    title: "Rolling document",
    group: { id: "g", name: "Group" },
    audience: "members",
    seen_by: "members",
    seq: 1,
    at: "",
    meeting: null,
    record: null,
    numbering: "computed",
    state: "drafting",
    as_amended: false,
    sitting: null,
    now: null,
    revision: null,
    alternative_labels: "alt",
    itu_labels: false,
    observers_propose: false,
    copy_of: null,
    party_only: false,
    frozen: false,
    unattributed: false,
    categories: [],
    paragraphs: [],
    ...change,
  };
}
