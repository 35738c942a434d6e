import { t } from "@lingui/core/macro";
import type { Audience, PageState, Way } from "../../api/types";

/** Who can see the page, as it is written on it. */
export function audienceSentence(audience: Audience): string {
  switch (audience) {
    case "bureau":
      return t`Only the chair and the secretariat can see this`;
    case "members":
      return t`Members can see this`;
    case "observers":
      return t`Members and observers can see this`;
    case "public":
      return t`Everybody can see this`;
  }
}

/** Who can see it at this moment: a breakout group's text may be its participants' alone. */
export function seenBySentence({ seen_by, copy_of, party_only }: SeenBy): string {
  if (party_only) return t`Only the group's participants can see this`;
  if (copy_of && seen_by === "bureau") return t`The group's participants, the chair and the secretariat can see this`;
  return audienceSentence(seen_by);
}

export type SeenBy = Pick<PageState, "seen_by"> & Partial<Pick<PageState, "copy_of" | "party_only">>;

/** How words change in a category. */
export function wayWords(way: Way): string {
  return { anyone: t`anyone may edit`, proposal: t`changes by proposal`, closed: t`closed` }[way];
}

/** What a way of change means, in one sentence. */
export function waySentence(way: Way): string {
  switch (way) {
    case "anyone":
      return t`Members write in the text itself, until a paragraph is marked.`;
    case "proposal":
      return t`The words stay as they are; everybody may keep a private draft beside a paragraph.`;
    case "closed":
      return t`Everybody reads, and nobody changes the words.`;
  }
}

export function meetingWords(meeting: NonNullable<PageState["meeting"]>): string {
  const { number, title } = meeting;
  return title ? t`Meeting ${number}: ${title}` : t`Meeting ${number}`;
}
