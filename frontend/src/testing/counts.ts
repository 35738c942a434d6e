import type { Category } from "../api/types";

/** The counts of a category that nothing is in. */
export const NONE: Category["counts"] = {
  not_yet_discussed: 0,
  agreed: 0,
  to_revisit: 0,
  no_agreement: 0,
  divergent_opinion: 0,
};
