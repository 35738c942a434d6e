import type { Run, Status } from "../../api/types";

export type BreakoutKind = "breakout" | "correspondence" | "ad_hoc";
export type BreakoutState = "working" | "reported" | "returned" | "concluded";
export type Openness = "participants" | "bureau" | "members" | "observers" | "public";
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

export interface Participant {
  id: string;
  delegation: string | null;
  person: string | null;
  name: string;
  convener: boolean;
  rapporteur: boolean;
}

export interface Breakout {
  id: string;
  document: string;
  copy: string;
  kind: BreakoutKind;
  number: number;
  name: string;
  task: string;
  openness: Openness;
  opened_to: Openness | null;
  unattributed: boolean;
  due_day: string | null;
  state: BreakoutState;
  given: {
    categories: { id: string; code: string; title: string }[];
    paragraphs: { id: string; address: string }[];
  };
  participants: Participant[];
  report: string;
  reported_at: string | null;
  reported_by: string | null;
  return_note: string | null;
  concluded_at: string | null;
  counts: {
    paragraphs: number;
    changed: number;
    recommended: Partial<Record<Status, number>>;
    taken: number;
    left: number;
  };
  mine: boolean;
  may: {
    read: boolean;
    work: boolean;
    convene: boolean;
    manage: boolean;
    report: boolean;
    open: boolean;
    endorse: boolean;
  };
}

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
