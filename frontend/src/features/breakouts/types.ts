import type { components } from "../../api/schema";
import type { Run, Status } from "../../api/types";

type Schemas = components["schemas"];

export type BreakoutKind = Schemas["BreakoutKind"];
export type BreakoutState = Schemas["BreakoutState"];
export type Openness = Schemas["Openness"];
export type Breakout = Schemas["BreakoutRead"];
export type Participant = Schemas["ParticipantRead"];
export type Became = "taken" | "amended" | "alternative" | "proposal" | "not_taken" | "returned";
export type Take = "take" | "amended" | "alternative" | "proposal" | "not_taken" | "returned";
export type ItemState =
  | "unchanged"
  | "clean"
  | "changed_here_too"
  | "agreed_meanwhile"
  | "added"
  | "withdrawn"
  | "gone";

export interface Wording {
  runs: Run[];
  words: string;
  content_hash: string;
}

export interface Change {
  op: "equal" | "delete" | "insert" | "format";
  text: string;
  attributes?: Record<string, unknown>;
  was?: Record<string, unknown>;
}

export interface Structural {
  what: "moved" | "level" | "kind" | "category" | "split" | "joined" | "withdrawn" | "added";
  before: string | null;
  after: string | null;
  clean: boolean;
}

export interface Outcome {
  became: Became;
  note: string | null;
  result: string | null;
  at: string;
}

export interface ComparisonItem {
  paragraph: string;
  plenary: string | null;
  address: string;
  category: string;
  state: ItemState;
  plenary_words: Wording | null;
  base: Wording | null;
  group_words: Wording;
  result: Wording | null;
  changes: Change[];
  structure: Structural[];
  recommended: { status: Status; qualifier: "ad_referendum" | "except" | null; qualifier_words: string | null } | null;
  plenary_status: Status | null;
  outcome: Outcome | null;
}

export interface Comparison {
  breakout: Breakout;
  items: ComparisonItem[];
}

export interface ParagraphOutcome extends Outcome {
  paragraph: string;
  address: string;
}
