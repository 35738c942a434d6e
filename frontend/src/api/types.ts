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
  label: string;
  category: string;
  level: number;
  kind: Kind;
  status: Status;
  qualifier: string | null;
  locked: boolean;
  withdrawn: boolean;
  proposer: string | null;
  source: string | null;
  reference: string | null;
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
  base_hash: string;
  origin: "not_added" | "own" | "absence";
  reason: string | null;
  created_at: string;
  updated_at: string;
}

export interface DocumentMe {
  person: { id: string; name: string };
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
  number: number;
  at: string;
  action: string;
  actor: string;
  office: string | null;
  on_word_of: string | null;
  meeting: number | null;
  paragraph: string | null;
  label: string | null;
  words: string | null;
  content_hash: string | null;
  status: Status | null;
  reason: string | null;
  fingerprint: string;
  previous: string;
}

/** A paragraph in an event: runs and words are absent when the event did not change them. */
export type ParagraphChange = Partial<Paragraph> & { id: string; after?: string | null };

export interface DocumentEvent {
  type: "event";
  number: number;
  kind: string;
  paragraphs: ParagraphChange[];
  categories: (Partial<Category> & { id: string })[];
  by: string | null;
}
