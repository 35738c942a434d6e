import { contentHash, plainText } from "../../editor/canonical";
import type { Proposal } from "./types";

/** For tests: a tabled change of paragraph p1, with what the test wants to be otherwise. */
export function aProposal(id: string, change: Partial<Proposal> = {}): Proposal {
  const runs = change.runs ?? [{ insert: `Words of ${id}` }];
  return {
    id,
    document: "d",
    category: "a",
    paragraph: "p1",
    kind: "change",
    text: `t-${id}`,
    generation: 1,
    text_seq: 1,
    level: 0,
    paragraph_kind: "recommendation",
    number: 1,
    basis: "member",
    proposer: "Brazil",
    sponsors: [],
    invited: [],
    rationale: "",
    stage: "tabled",
    outcome: null,
    returned_note: null,
    place_again: false,
    source: null,
    created_at: "2026-01-01T00:00:00Z",
    changed_at: "2026-01-01T00:00:00Z",
    tabled_at: "2026-01-01T00:00:00Z",
    tabled_by: null,
    decided_at: null,
    decided_by: null,
    on_word_of: null,
    awaiting_confirmation: false,
    decision: null,
    result: null,
    base_hash: null,
    base_runs: null,
    mine: false,
    may: { write: false, table: false, withdraw: false, cosponsor: false, leave: false, invite: false, edit: false },
    ...change,
    runs,
    words: plainText(runs),
    content_hash: contentHash(runs),
  };
}
