import type { Kind, Run } from "../../api/types";

export interface Party {
  id: string;
  delegation: string | null;
  person: string | null;
  name: string;
  proposer: boolean;
}

/** A proposal as its reader may see it. */
export interface Proposal {
  id: string;
  document: string;
  category: string;
  paragraph: string | null;
  kind: "change" | "addition" | "deletion";
  text: string | null;
  generation: number | null;
  level: number;
  paragraph_kind: Kind;
  number: number | null;
  basis: "member" | "chair" | "floor" | "editorial";
  proposer: string;
  sponsors: Party[];
  invited: Party[];
  rationale: string;
  stage: "draft" | "tabled" | "taken_up" | "withdrawn";
  outcome: null | "accepted" | "accepted_in_part" | "alternative" | "not_accepted";
  returned_note: string | null;
  place_again: boolean;
  source: string | null;
  created_at: string;
  changed_at: string;
  tabled_at: string | null;
  tabled_by: string | null;
  decided_at: string | null;
  decided_by: string | null;
  on_word_of: string | null;
  awaiting_confirmation: boolean;
  decision: number | null;
  result: { id: string | null; runs: Run[] | null; words: string | null; content_hash: string | null } | null;
  base_hash: string | null;
  base_runs: Run[] | null;
  runs: Run[];
  words: string;
  content_hash: string | null;
  text_seq: number | null;
  mine: boolean;
  may: {
    write: boolean;
    table: boolean;
    withdraw: boolean;
    cosponsor: boolean;
    leave: boolean;
    invite: boolean;
    edit: boolean;
  };
  /** Only in this browser: the server does not know it yet. */
  pending?: boolean;
}

export interface PreviewWords {
  runs: Run[];
  words: string;
  content_hash: string;
}

/** What accepting a proposal would come to. */
export interface Preview {
  proposal_hash: string | null;
  paragraph_hash: string | null;
  original: PreviewWords | null;
  fork: PreviewWords | null;
  base: PreviewWords | null;
  result: PreviewWords | null;
  identical: boolean;
  fast_forward: boolean;
  both_changed: boolean;
  apart: boolean;
  collides: string[];
  agreed: boolean;
}

export interface ProposalCreate {
  id: string;
  text: string | null;
  kind: Proposal["kind"];
  paragraph?: string | null;
  category?: string | null;
  after?: string | null;
  level?: number;
  paragraph_kind?: Kind;
  runs?: Run[] | null;
  rationale?: string;
  basis?: Proposal["basis"];
  for_delegation?: string | null;
  for_name?: string | null;
  table?: boolean;
  draft?: string | null;
  source?: "not_added" | "history" | null;
}
