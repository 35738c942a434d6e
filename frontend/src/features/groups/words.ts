import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";

export const STAKEHOLDER_GROUPS = [
  "government",
  "private sector",
  "civil society",
  "technical and academic community",
  "intergovernmental organisation",
] as const;
export const OFFICES = ["chair", "vice-chair", "secretariat", "facilitator"] as const;
export const SEATS = ["member", "observer"] as const;
export const AUDIENCES = ["bureau", "members", "observers", "public"] as const;

const WORDS: Record<string, MessageDescriptor> = {
  government: msg`Governments`,
  "private sector": msg`Private sector`,
  "civil society": msg`Civil society`,
  "technical and academic community": msg`Technical and academic community`,
  "intergovernmental organisation": msg`Intergovernmental organisations`,
  chair: msg`Chair`,
  "vice-chair": msg`Vice-chair`,
  secretariat: msg`Secretariat`,
  facilitator: msg`Facilitator`,
  member: msg`Member`,
  observer: msg`Observer`,
  bureau: msg`The bureau`,
  members: msg`Members`,
  observers: msg`Members and observers`,
  mail: msg`By mail`,
  link: msg`As links`,
  card: msg`On cards`,
  public: msg`Everybody, also without signing in`,
};

/** What people call a seat, an office, a stakeholder group or an audience. */
export function wordFor(value: string): string {
  const descriptor = WORDS[value];
  return descriptor ? i18n._(descriptor) : value;
}

/** Choices for a select. */
export function choices(values: readonly string[]): { value: string; label: string }[] {
  return values.map((value) => ({ value, label: wordFor(value) }));
}

const ACTIONS: Record<string, MessageDescriptor> = {
  "group.created": msg`Working group set up`,
  "group.changed": msg`Name or mandate changed`,
  "delegation.added": msg`Delegation added`,
  "delegation.changed": msg`Delegation changed`,
  "delegation.removed": msg`Delegation removed`,
  "record.restored": msg`Restored from a backup`,
  "seat.given": msg`Seat given`,
  "seat.changed": msg`Seat changed`,
  "seat.ended": msg`Seat ended`,
  "office.given": msg`Office given`,
  "office.changed": msg`Office changed`,
  "office.ended": msg`Office ended`,
  "meeting.added": msg`Meeting added`,
  "meeting.changed": msg`Meeting changed`,
  "meeting.opened": msg`Meeting made the current one`,
  "meeting.closed": msg`Meeting closed`,
  "invitation.made": msg`Invitation made`,
  "invitation.withdrawn": msg`Invitation taken back`,
  "invitation.used": msg`Invitation used`,
  "reset.made": msg`Link for a new password made`,
  "resets.made": msg`Links for new passwords made`,
  "invitations.made": msg`Invitations made`,
  "seats.given": msg`Seats given`,
  "seats.changed": msg`Seats changed`,
  "code.made": msg`Let in with a code`,
  "person.corrected": msg`Name or address corrected`,
};

/** A line of the record of decisions in words; an action without its own is shown as the record has it. */
export function actionWords(action: string): string {
  const descriptor = ACTIONS[action];
  return descriptor ? i18n._(descriptor) : action.replaceAll(/[._]/g, " ");
}

/** "member, for Hungary": a seat with its delegation. */
export function standingWords(seat: string | null, delegation: string | null): string {
  if (!seat) return delegation ? t`for ${delegation}` : "";
  const word = wordFor(seat);
  return delegation ? t`${word}, for ${delegation}` : word;
}
