import { t } from "@lingui/core/macro";
import type { DocumentMe, Paragraph, Way } from "../../api/types";

/** What a person may do with one paragraph, as far as the page can tell; the server decides. */
export interface Rights {
  /** Type into the text itself. */
  write: boolean;
  /** Keep a private draft beside it. */
  draft: boolean;
  /** Propose a change, an addition after it, or that it be deleted. */
  propose: boolean;
  /** Enter what somebody proposed in the room. */
  oral: boolean;
  /** Say what becomes of proposals: in one's own office, or on the chair's word. */
  decide: "own" | "on-word" | null;
  /** Mark it: in one's own office, or on the chair's word. */
  mark: "own" | "on-word" | null;
  confirm: boolean;
  structure: boolean;
  /** Say that the room discusses it. */
  discuss: boolean;
  /** Say which of its brackets only hold a place. */
  placeholders: boolean;
  add: boolean;
  /** One plain sentence where the words cannot be changed; empty where they can. */
  why: string;
}

export function rightsFor(paragraph: Paragraph, way: Way, me: DocumentMe | null): Rights {
  const may = me?.may;
  const why = me?.inGroup ? whyNotInGroup(paragraph, me) : whyNot(paragraph, way, me);
  // In a group's own text its participants type; what is proposed is proposed to the plenary.
  const inPlenary = !me?.inGroup && !paragraph.withdrawn && !paragraph.pending;
  return {
    write: why === "",
    draft: Boolean(may?.propose || may?.write) && !paragraph.withdrawn && way !== "closed" && !paragraph.pending,
    propose: inPlenary && Boolean(may?.propose) && way !== "closed",
    oral: inPlenary && Boolean(may?.oral),
    decide: may?.decide ? "own" : may?.decide_on_word ? "on-word" : null,
    mark: paragraph.pending || paragraph.withdrawn ? null : may?.mark ? "own" : may?.on_word ? "on-word" : null,
    confirm: Boolean(may?.confirm && paragraph.mark?.awaiting_confirmation),
    structure: Boolean(may?.structure) && !paragraph.pending,
    discuss: Boolean(may?.sitting) && !paragraph.pending && !paragraph.withdrawn,
    placeholders: (why === "" || Boolean(may?.structure)) && !paragraph.pending,
    add: Boolean(may?.add || may?.structure) && way === "anyone",
    why,
  };
}

function whyNot(paragraph: Paragraph, way: Way, me: DocumentMe | null): string {
  if (!me) return t`You are reading without having signed in.`;
  if (me.seat === null && !me.may.write && !me.may.propose) return t`You read this as a guest of the group.`;
  if (paragraph.withdrawn) return t`This paragraph was withdrawn.`;
  if (me.why === "adopted") return t`The document is adopted, so its words do not change any more.`;
  if (!me.may.write && !me.may.propose) return t`You read this as an observer.`;
  if (way === "closed") return t`This category is closed.`;
  if (paragraph.status === "agreed" && paragraph.qualifier === "except")
    return t`This paragraph is agreed except for some of it, so its words change by proposal only.`;
  if (paragraph.status === "agreed")
    return t`This paragraph is agreed, and its words are closed until the chair reopens it.`;
  if (paragraph.status !== "not_yet_discussed")
    return t`This paragraph was marked, so its words change by proposal only.`;
  if (way === "proposal") return t`Words in this category change by proposal only.`;
  if (paragraph.locked) return t`The words of this paragraph are closed.`;
  if (!me.may.write) return t`You draft for your delegation, but do not act for it here.`;
  return "";
}

/** In a breakout group's own text marks are recommendations: they close nothing. */
function whyNotInGroup(paragraph: Paragraph, me: DocumentMe): string {
  if (me.inGroup?.reported) return t`The group has reported to the plenary: nothing changes here any more.`;
  if (paragraph.withdrawn) return t`This paragraph was withdrawn.`;
  if (!me.may.write) return whyOutsideGroup(me);
  return paragraph.locked ? t`The words of this paragraph are closed.` : "";
}

/** Why somebody only reads a breakout group's text; empty for its participants. */
export function whyOutsideGroup(me: DocumentMe | null): string {
  if (!me) return t`You are reading without having signed in; the group's participants write here.`;
  if (me.may.write) return "";
  if (me.seat === "observer")
    return t`You follow this group as an observer: you read everything here, and its participants write.`;
  if (me.may.structure || me.may.propose) return t`You take part in this group, but you cannot write in its text now.`;
  return t`You do not take part in this group: you read its text, and its participants write.`;
}

/** One sentence for the top of the page, to those who can change nothing on it; otherwise empty. */
export function standingSentence(me: DocumentMe | null): string {
  if (!me) return t`You are reading without having signed in. Members of the group sign in to write.`;
  // The banner over a breakout group's text says it.
  if (me.inGroup) return "";
  if (me.may.write || me.may.propose || me.may.mark || me.may.on_word || me.may.structure) return "";
  if (me.why === "adopted")
    return t`The document is adopted: everybody reads it, and its words do not change any more.`;
  if (me.seat === "observer") return t`You take part as an observer: you read everything here, and members write.`;
  return t`You can read this document. Members of the group write in it.`;
}

/** Why words that somebody typed were not added to the text. */
export function reasonSentence(reason: string | null): string {
  switch (reason) {
    case "agreed":
      return t`The paragraph was agreed while you were writing.`;
    case "marked":
      return t`The chair marked the paragraph while you were writing.`;
    case "by-proposal":
      return t`Words in this category now change by proposal.`;
    case "closed":
      return t`The category was closed while you were writing.`;
    case "withdrawn":
      return t`The paragraph was withdrawn while you were writing.`;
    case "adopted":
      return t`The document was adopted while you were writing.`;
    case "sitting":
      return t`The sitting was closed to you while you were writing.`;
    case "too-long":
      return t`The paragraph would have become too long.`;
    case "foreign-content":
      return t`They held formatting that the text cannot take.`;
    case "observer":
    case "forbidden":
    case "foreign":
      return t`You may no longer write in this paragraph.`;
    case "chosen":
      return t`You kept these words when you came back.`;
    case "generation":
    case "absence":
      return t`The paragraph changed a great deal while you were away.`;
    default:
      return t`The text had moved on while you were writing.`;
  }
}
