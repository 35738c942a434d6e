import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type BreakoutKind = Schemas["BreakoutKind"];
export type BreakoutState = Schemas["BreakoutState"];
export type Openness = Schemas["Openness"];
export type Breakout = Schemas["BreakoutRead"];
export type Participant = Schemas["ParticipantRead"];
export type Became = Outcome["became"];
/** What is to become of a paragraph. */
export type Take = Became;
export type ComparisonItem = Schemas["ComparisonItem"];
export type Comparison = Schemas["BreakoutComparison"];
export type ItemState = ComparisonItem["state"];
export type Wording = Schemas["WordsShown"];
export type Change = ComparisonItem["changes"][number];
export type Structural = ComparisonItem["structure"][number];
export type Outcome = NonNullable<ComparisonItem["outcome"]>;
export type ParagraphOutcome = Schemas["BreakoutOutcomeRead"];
