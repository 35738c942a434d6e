import type { components } from "./schema";

type Schemas = components["schemas"];

/** A stretch of words with one formatting; the canonical form of a text is a list of them. */
export type Run = Schemas["Run"];

/** A stretch of a difference by words, as the server makes it. */
export type Change = Schemas["Change"];

export type Status = Schemas["ParagraphStatus"];
export type Kind = Schemas["ParagraphKind"];
export type Way = Schemas["Way"];
export type Audience = Schemas["Audience"];
export type Seat = Schemas["Seat"];

export type Category = Schemas["CategoryRead"];
export type Mark = Schemas["MarkRead"];

/** A paragraph as the page shows it: also one that only this browser knows yet, whose label and address are empty. */
export type Paragraph = Schemas["ParagraphRead"] & {
  /** Only in this browser: the server does not know it yet. */
  pending?: boolean;
};

export type ParagraphCreate = Schemas["ParagraphCreate"];

export type PageState = Omit<Schemas["PageState"], "paragraphs"> & { paragraphs: Paragraph[] };

/** Where a document stands as a whole: its state, who may see it, its sitting, what is under discussion. */
export type Whereabouts = Schemas["Whereabouts"];
export type DocumentState = Schemas["DocumentState"];
export type SittingHead = Schemas["SittingHead"];
export type SittingAccess = Schemas["SittingAccess"];

/** What differs from an earlier page state. */
export type PageChanges = Schemas["PageChanges"];

export type Draft = Schemas["DraftRead"];
export type DocumentMe = Schemas["MyStanding"] & {
  /** Only of a breakout group's own text, where other rules hold than in the plenary's. */
  inGroup?: { reported: boolean };
};

/** One line of a record of decisions. */
export type RecordLine = Schemas["LineRead"];

/** A paragraph in an event: runs and words are absent when the event did not change them. */
export type ParagraphChange = Partial<Schemas["ParagraphRead"]> & Pick<Schemas["ParagraphRead"], "id">;

/** What a document's channel tells, numbered without gaps; everything in it is as it is now. */
export interface DocumentEvent {
  type: "event";
  number: number;
  kind: string;
  by: string | null;
  paragraphs: ParagraphChange[];
  /** Proposals, alternatives, opinions or breakout groups that changed. */
  subjects?: string[];
  /** Those concerned; all of them, in order, when the kind is "category.changed". */
  categories: Category[];
  /** Label and address of every paragraph of the categories concerned. */
  labels: Record<string, [string, string]>;
  document?: Pick<PageState, "title" | "numbering"> & Whereabouts;
  record?: PageState["record"];
}
