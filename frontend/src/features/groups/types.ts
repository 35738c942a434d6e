import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type OfficeKind = Schemas["OfficeKind"];
export type StakeholderGroup = Schemas["StakeholderGroup"];

export type GroupRead = Schemas["GroupRead"];
export type DelegationRead = Schemas["DelegationRead"];
export type MeetingRead = Schemas["MeetingRead"];
/** What the form of a meeting sends: everything, so that it fits a new meeting and a change alike. */
export type MeetingWrite = Omit<MeetingRead, "id" | "is_current">;

export type OfficeRead = Schemas["OfficeRead"];
export type PersonRead = Schemas["PersonOfGroup"];
export type InvitationMade = Schemas["InvitationMade"];

export type DocumentSummary = Schemas["DocumentRead"];
