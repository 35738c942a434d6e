/** A stretch of words with one formatting; the canonical form of a text is a list of them. */
export interface Run {
  insert: string;
  attributes?: Record<string, unknown>;
}

export type Status = "not_yet_discussed" | "agreed" | "to_revisit" | "no_agreement" | "divergent_opinion";
export type Kind = "recommendation" | "statement" | "plain";
export type Way = "anyone" | "proposal" | "closed";
export type Audience = "bureau" | "members" | "observers" | "public";
export type Seat = "member" | "observer";

export interface Category {
  id: string;
  code: string;
  title: string;
  way: Way;
  counts: Partial<Record<Status, number>>;
}

export interface Mark {
  status: Status;
  hash: string;
  at: string;
  by: string;
  office: string | null;
  on_word_of: string | null;
  awaiting_confirmation: boolean;
  meeting: number | null;
  decision: number;
}

export interface Paragraph {
  id: string;
  text: string;
  generation: number;
  text_seq: number;
  /** What stands in the margin: "(a)". */
  label: string;
  /** What one says to find it: "A.1(a)". A paragraph that only this browser knows has none yet. */
  address?: string;
  category: string;
  /** The paragraph before it in its category. */
  after?: string | null;
  level: number;
  kind: Kind;
  status: Status;
  qualifier: string | null;
  locked: boolean;
  withdrawn: boolean;
  proposer: string | null;
  source: string | null;
  reference: string | null;
  /** Such as "Option 1", as an imported text has it. */
  variant?: string | null;
  placeholder?: boolean;
  runs: Run[];
  words: string;
  content_hash: string;
  brackets: { open: number; unclosed: number; unopened: number };
  mark: Mark | null;
  changed_since_marked: boolean;
  /** Only in this browser: the server does not know it yet. */
  pending?: boolean;
}

export interface PageState {
  id: string;
  title: string;
  group: { id: string; name: string };
  audience: Audience;
  /** Number of the last document event this state holds. */
  seq: number;
  at: string;
  meeting: { id: string; number: number; title: string } | null;
  record: { number: number; fingerprint: string } | null;
  numbering: "computed" | "given";
  categories: Category[];
  paragraphs: Paragraph[];
}

export interface Draft {
  id: string;
  paragraph: string;
  runs: Run[];
  words: string;
  base_hash: string | null;
  origin: "not_added" | "own" | "absence";
  reason: string | null;
  created_at: string;
  updated_at: string;
}

export interface DocumentMe {
  person: { id: string; name: string } | null;
  delegation: { id: string; name: string } | null;
  seat: Seat | null;
  may_act: boolean;
  offices: string[];
  may: {
    write: boolean;
    propose: boolean;
    mark: boolean;
    confirm: boolean;
    on_word: boolean;
    structure: boolean;
    add: boolean;
    ways: boolean;
    manage: boolean;
  };
  why: string;
  for: string;
  drafts: Draft[];
}

/** One line of the record of decisions. */
export interface DecisionLine {
  chain: string;
  number: number;
  at: string;
  action: string;
  actor: string | null;
  office: string | null;
  on_word_of: string | null;
  meeting: number | null;
  paragraph: string | null;
  subject: string | null;
  label: string | null;
  words: string | null;
  runs: Run[] | null;
  content_hash: string | null;
  status: Status | null;
  reason: string | null;
  details: Record<string, unknown>;
  previous: string;
  fingerprint: string;
}

/** A stretch of the record; `next` is the number to ask for more after. */
export interface RecordPage {
  chain: string;
  last: number;
  fingerprint: string | null;
  lines: DecisionLine[];
  next: number | null;
}

/** A paragraph in an event: runs and words are absent when the event did not change them. */
export type ParagraphChange = Partial<Paragraph> & { id: string };

/** What a document's channel tells, numbered without gaps; everything in it is as it is now. */
export interface DocumentEvent {
  type: "event";
  number: number;
  kind: string;
  by: string | null;
  paragraphs: ParagraphChange[];
  /** Those concerned; all of them, in order, when the kind is "category.changed". */
  categories: Category[];
  /** Label and address of every paragraph of the categories concerned. */
  labels: Record<string, [string, string]>;
  document?: Pick<PageState, "title" | "audience" | "numbering">;
  record?: PageState["record"];
}
