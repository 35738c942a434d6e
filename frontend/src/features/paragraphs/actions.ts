import type { RelativePosition } from "yjs";
import type { Draft, Kind, Paragraph, Status } from "../../api/types";
import type { Block } from "../../editor/clipboard";
import type { Opening, Openings } from "./openings";
import type { TypedAhead } from "./typedAhead";

/** What the page's end side can tell of a paragraph. */
export type PanelAbout = "proposals" | "alternatives" | "opinions" | "history";

export type ProposalKind = "change" | "addition" | "deletion";

/** What a row may ask of the page. One object that never changes, so that rows are drawn again only for their own sake. */
export interface RowActions {
  /** Keeps what is typed until the editor that was asked for is there. */
  typedAhead: TypedAhead;
  /** How editors that are about to open are to open. */
  openings: Openings;
  /** Makes a paragraph the present one; with `focus`, its row takes the keyboard. */
  select: (id: string, focus?: boolean) => void;
  /** Begins to edit, or, where the words cannot be changed, to draft or to be told why. */
  edit: (id: string) => void;
  /** Ends editing and gives the row the keyboard. */
  leave: (id: string) => void;
  /** The paragraph above or below, in what is shown. */
  go: (id: string, by: -1 | 1) => void;
  add: (after: Paragraph) => void;
  /** Several at once, with words, in order. */
  addAll: (after: Paragraph, blocks: Block[]) => void;
  /** As `addAll`, after the first half of a paragraph that is split for it. */
  splitAndAddAll: (paragraph: Paragraph, at: RelativePosition, index: number, blocks: Block[]) => string;
  /** An empty one before; the caret stays where it is. */
  addBefore: (before: Paragraph) => void;
  /** Splits at a place in the words, which is `index` characters in; answers why not, or "". */
  split: (paragraph: Paragraph, at: RelativePosition, index: number) => string;
  /** Joins with the paragraph before or after; answers why not, or "". */
  join: (paragraph: Paragraph, by: -1 | 1) => string;
  /** Goes on writing in another paragraph, since the words under one's hands went there. */
  follow: (id: string, opening: Opening) => void;
  step: (paragraph: Paragraph, by: -1 | 1) => void;
  moveTo: (paragraph: Paragraph) => void;
  level: (paragraph: Paragraph, by: -1 | 1) => void;
  kind: (paragraph: Paragraph, kind: Kind) => void;
  origin: (paragraph: Paragraph) => void;
  /** Which of its brackets only hold a place. */
  placeholders: (paragraph: Paragraph) => void;
  withdraw: (paragraph: Paragraph) => void;
  restore: (paragraph: Paragraph) => void;
  copyLink: (paragraph: Paragraph) => void;
  /** Says that the room discusses it now, or, where it does already, that it does no longer. */
  discuss: (paragraph: Paragraph) => void;
  /** Shows at the page's end side what there is about a paragraph. */
  panel: (paragraph: Paragraph, about: PanelAbout) => void;
  mark: (paragraph: Paragraph, status?: Status) => void;
  confirm: (paragraph: Paragraph) => void;
  showMarked: (paragraph: Paragraph) => void;
  draft: (paragraph: Paragraph) => void;
  /** Begins a proposal on a paragraph, in place; the chair's desk says whose it is first. */
  propose: (paragraph: Paragraph, kind?: ProposalKind) => void;
  /** Enters a proposal from the floor, an editorial one or the chair's. */
  oral: (paragraph: Paragraph, kind?: ProposalKind) => void;
  /** Makes a proposal of a private draft: tabled at once where that may be. */
  tableDraft: (paragraph: Paragraph, draft: Draft) => void;
  /** Goes on with a draft that is there, or, with null, ends writing it and gives the row the keyboard. */
  editDraft: (paragraph: Paragraph, draft: string | null) => void;
}
