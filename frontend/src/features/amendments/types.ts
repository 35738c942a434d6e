import type { components } from "../../api/schema";
import type { Run } from "../../api/types";

type Schemas = components["schemas"];

/** A proposal as its reader may see it. */
export type Proposal = Schemas["ProposalRead"] & {
  /** Only in this browser: the server does not know it yet. */
  pending?: boolean;
};
export type ProposalCreate = Schemas["ProposalCreate"];

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

export interface Accept {
  proposal_hash: string | null;
  paragraph_hash: string | null;
  runs: Run[] | null;
  part: boolean;
}
