import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type DemoPerson = Schemas["DemoPerson"];
export type InvitationRead = Schemas["LinkRead"];
export type Token = Schemas["TokenRead"];
