import { t } from "@lingui/core/macro";
import type { Audience, DocumentState } from "../../api/types";
import { momentWords } from "../../ui/dates";
import { revisionName } from "../../ui/whole";
import type { Release, RevisionHead, Unsettled } from "./api";

/** What that means, in one sentence. */
export function stateSentence(state: DocumentState): string {
  switch (state) {
    case "drafting":
      return t`The document is being drafted.`;
    case "released":
      return t`The document is released: those who can see it negotiate on it.`;
    case "adopted":
      return t`The document is adopted as a whole. What was agreed is final, and nothing in it changes any more.`;
    case "transmitted":
      return t`The document is adopted and was sent on.`;
  }
}

/** Who an audience is, as one chooses it. */
export function audienceName(audience: Audience): string {
  return {
    bureau: t`Chair and secretariat only`,
    members: t`Members`,
    observers: t`Members and observers`,
    public: t`Everybody`,
  }[audience];
}

/** Who can see a revision at this moment, as it is written on it. */
export function revisionSeenBy(audience: Audience): string {
  switch (audience) {
    case "bureau":
      return t`Not released: only the chair and the secretariat can see this`;
    case "members":
      return t`Released: members can see this`;
    case "observers":
      return t`Released: members and observers can see this`;
    case "public":
      return t`Released: everybody can see this`;
  }
}

/** One release: "Members, from 3 March 2026, 10:00". */
export function releaseWords({ audience, from_time }: Pick<Release, "audience" | "from_time">): string {
  const who = audienceName(audience);
  const when = momentWords(from_time);
  return new Date(from_time).getTime() > Date.now() ? t`${who}, from ${when} on` : t`${who}, since ${when}`;
}

/** "Rev.2, second reading". */
export function revisionTitle({ number, title, adopted }: Pick<RevisionHead, "number" | "title" | "adopted">): string {
  const name = revisionName(number);
  if (adopted) return title ? t`${name}, as adopted: ${title}` : t`${name}, as adopted`;
  return title ? t`${name}: ${title}` : name;
}

/** Why a paragraph is not simply agreed. */
export function unsettledWords({ why, qualifier_words }: Pick<Unsettled, "why" | "qualifier_words">): string {
  const words = qualifier_words ?? "";
  const said: Record<Unsettled["why"][number], string> = {
    not_yet_discussed: t`not yet discussed`,
    to_revisit: t`to revisit`,
    no_agreement: t`no agreement`,
    divergent_opinion: t`divergent opinion`,
    bracketed: t`words in brackets`,
    awaiting_confirmation: t`awaiting the chair's confirmation`,
    changed_since_marked: t`marked on earlier wording`,
    ad_referendum: t`agreed ad referendum`,
    except: t`agreed, except for: ${words}`,
  };
  return why.map((one) => said[one]).join(" · ");
}
