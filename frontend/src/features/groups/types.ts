import type { Audience, Seat, Status } from "../../api/types";

export type OfficeKind = "chair" | "vice-chair" | "secretariat" | "facilitator";
export type StakeholderGroup =
  | "government"
  | "private sector"
  | "civil society"
  | "technical and academic community"
  | "intergovernmental organisation";

export interface GroupSummary {
  id: string;
  name: string;
}

export interface GroupRead {
  id: string;
  name: string;
  mandate: string;
  delegations: DelegationRead[];
  meetings: MeetingRead[];
  may: { manage: boolean; create_document: boolean; record: boolean };
}

export interface DelegationRead {
  id: string;
  name: string;
  stakeholder_group: StakeholderGroup;
  seat: Seat;
}

export interface MeetingWrite {
  number: number;
  title: string;
  from_day: string | null;
  until_day: string | null;
  place: string;
  stream_url: string | null;
  recording_url: string | null;
}

export interface MeetingRead extends MeetingWrite {
  id: string;
  is_current: boolean;
}

export interface OfficeRead {
  id: string;
  kind: OfficeKind;
  from_day: string;
  until_day: string | null;
}

export interface OfficeNew {
  person: string;
  kind: OfficeKind;
  from_day: string;
  until_day: string | null;
}

export type OfficeEnd = { until_day: string } | { at_once: true };

export interface SeatChange {
  seat: Seat;
  delegation: string | null;
  may_act: boolean;
}

export interface PersonRead {
  person_id: string;
  name: string;
  /** Like the invitation, only for those who manage the group. */
  email: string | null;
  /** Null for those who hold an office without a seat. */
  seat_id: string | null;
  seat: Seat | null;
  delegation: { id: string; name: string } | null;
  may_act: boolean;
  offices: OfficeRead[];
  signed_in_before: boolean;
  invitation: { id: string; purpose: "join" | "reset"; expires_at: string } | null;
}

export interface InvitationNew {
  name: string;
  email: string;
  /** Null for those who get offices alone. */
  seat: Seat | null;
  delegation: string | null;
  may_act: boolean;
  offices: OfficeKind[];
}

export interface InvitationMade {
  /** In this answer alone; null where no link is needed or may be given, and then the note says why. */
  link: string | null;
  expires_at: string | null;
  name: string;
  note: string | null;
}

export interface DocumentSummary {
  id: string;
  title: string;
  audience: Audience;
  counts: Partial<Record<Status, number>>;
}

export interface DocumentCreate {
  title: string;
  audience: Audience;
  categories: { code: string; title: string }[];
}

export interface RecordLine {
  number: number;
  at: string;
  action: string;
  actor: string | null;
  office: string | null;
  meeting: number | null;
  fingerprint: string;
  facts: Record<string, unknown>;
}
