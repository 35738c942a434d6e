import { t } from "@lingui/core/macro";
import type { Audience, SittingAccess, SittingHead } from "../../api/types";

type Named = Pick<SittingHead, "number" | "meeting">;

/** "Sitting 2 of meeting 3". */
export function sittingName({ number, meeting }: Named): string {
  return t`Sitting ${number} of meeting ${meeting}`;
}

/** "Sitting 2, suspended", as the top bar has room for it. */
export function sittingShort({ number, access, state }: Pick<SittingHead, "number" | "access" | "state">): string {
  if (state === "suspended") return t`Sitting ${number}, suspended`;
  if (access === "closed") return t`Closed sitting ${number}`;
  return access === "members" ? t`Sitting ${number}, members only` : t`Sitting ${number}, open`;
}

/** Who may follow a sitting, as one chooses it. */
export function accessName(access: SittingAccess): string {
  return { everyone: t`Open to everyone`, members: t`Members only`, closed: t`Closed` }[access];
}

/** What that means for this document. */
export function accessSentence(access: SittingAccess, audience: Audience): string {
  switch (access) {
    case "everyone":
      return {
        bureau: t`Whoever can see the document can follow: only the chair and the secretariat.`,
        members: t`Whoever can see the document can follow: its members.`,
        observers: t`Whoever can see the document can follow: members and observers.`,
        public: t`Whoever can see the document can follow: everybody.`,
      }[audience];
    case "members":
      return t`Observers and the public do not see the document until the sitting is over.`;
    case "closed":
      return t`Only the chair, vice-chairs, the secretariat and facilitators see the document until the sitting is over.`;
  }
}
