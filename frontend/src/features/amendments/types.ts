import type { components } from "../../api/schema";

type Schemas = components["schemas"];

/** A proposal as its reader may see it. */
export type Proposal = Schemas["ProposalRead"] & {
  /** Only in this browser: the server does not know it yet. */
  pending?: boolean;
};
export type ProposalCreate = Schemas["ProposalCreate"];

/** What accepting a proposal would come to. */
export type Preview = Schemas["PreviewRead"];
export type Accept = Schemas["Accept"];
