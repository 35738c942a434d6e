import { i18n } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";

const OFFICES = {
  chair: msg`Chair`,
  "vice-chair": msg`Vice-chair`,
  secretariat: msg`Secretariat`,
  facilitator: msg`Facilitator`,
};

/** What people call an office. */
export function officeWord(office: string): string {
  const word = OFFICES[office as keyof typeof OFFICES];
  return word ? i18n._(word) : office;
}

/** For whom somebody is here: "for Hungary", else the first office, such as "Chair", else nothing. */
export function standingWords(me: { delegation: { name: string } | null; offices: readonly string[] } | null): string {
  if (!me) return "";
  if (me.delegation) {
    const delegation = me.delegation.name;
    return t`for ${delegation}`;
  }
  const first = Object.keys(OFFICES).find((office) => me.offices.includes(office));
  return first ? officeWord(first) : "";
}
