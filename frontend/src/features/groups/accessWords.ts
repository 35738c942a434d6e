import { t } from "@lingui/core/macro";
import { momentWords } from "../../ui/dates";
import { linkWorks } from "./peopleFilter";
import type { PersonRead } from "./types";

/** How somebody's way in stands: the words, and how they are marked. */
export interface Access {
  words: string;
  kind: "in" | "waiting" | "none" | "failed";
  /** What the mail server or the server said. */
  why?: string;
}

/** "Mail sent 3 May, 10:20; not opened yet": whether somebody has come in, and how their invitation stands. */
export function accessOf(person: PersonRead): Access {
  if (person.last_signed_in_at) {
    return { kind: "in", words: t`Signed in, last on ${momentWords(person.last_signed_in_at)}` };
  }
  if (person.signed_in_before) return { kind: "in", words: t`Has signed in before` };
  const link = person.invitation;
  if (!link) return { kind: "none", words: t`No invitation yet` };
  const made = momentWords(link.mail_at ?? link.created_at);
  if (!linkWorks(person)) return { kind: "none", words: t`The invitation expired on ${momentWords(link.expires_at)}` };
  if (link.opened_at) {
    return { kind: "waiting", words: t`Opened the invitation on ${momentWords(link.opened_at)}, has not signed in` };
  }
  if (link.mail === "failed") return { kind: "failed", words: t`Mail not sent`, why: link.mail_error ?? undefined };
  if (link.mail === "waiting") return { kind: "waiting", words: t`The mail is being sent` };
  if (link.mail === "sent") return { kind: "waiting", words: t`Mail sent on ${made}, not opened yet` };
  return { kind: "waiting", words: t`Link made on ${made}, not opened yet` };
}
