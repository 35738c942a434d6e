import { t } from "@lingui/core/macro";
import { dayWords } from "../../ui/dates";
import type { Became, Breakout, BreakoutKind, BreakoutState, Openness, Participant } from "./types";

/** "Breakout group 1": what everybody calls it. */
export function groupName({ kind, number }: Pick<Breakout, "kind" | "number">): string {
  switch (kind) {
    case "breakout":
      return t`Breakout group ${number}`;
    case "correspondence":
      return t`Correspondence group ${number}`;
    case "ad_hoc":
      return t`Ad hoc group ${number}`;
  }
}

/** What stands over its text, so that nobody takes it for the plenary's. */
export function textLabel({ kind, number }: Pick<Breakout, "kind" | "number">): string {
  switch (kind) {
    case "breakout":
      return t`Breakout group ${number}'s text, not the plenary's`;
    case "correspondence":
      return t`Correspondence group ${number}'s text, not the plenary's`;
    case "ad_hoc":
      return t`Ad hoc group ${number}'s text, not the plenary's`;
  }
}

export function kindName(kind: BreakoutKind): string {
  return { breakout: t`Breakout group`, correspondence: t`Correspondence group`, ad_hoc: t`Ad hoc group` }[kind];
}

/** What each kind is for, in one sentence. */
export function kindSentence(kind: BreakoutKind): string {
  switch (kind) {
    case "breakout":
      return t`Meets during a meeting and brings its text back to the plenary.`;
    case "correspondence":
      return t`Works between meetings.`;
    case "ad_hoc":
      return t`Makes a paper of its own.`;
  }
}

export function stateWord(state: BreakoutState): string {
  return { working: t`working`, reported: t`has reported`, returned: t`works on again`, concluded: t`concluded` }[
    state
  ];
}

/** Who sees a text while the group works, as it stands on it. */
export function opennessSentence(openness: Openness): string {
  switch (openness) {
    case "participants":
      return t`Only its participants can see this`;
    case "bureau":
      return t`Its participants, the chair and the secretariat can see this`;
    case "members":
      return t`Members can see this`;
    case "observers":
      return t`Members and observers can see this`;
    case "public":
      return t`Everybody can see this`;
  }
}

/** The narrowest first. */
export const OPENNESSES: readonly Openness[] = ["participants", "bureau", "members", "observers", "public"];

/** Who else reads the text while the group works: the group may open it further than the chair did, never less. */
export function openNow({ openness, opened_to }: Pick<Breakout, "openness" | "opened_to">): Openness {
  return opened_to && OPENNESSES.indexOf(opened_to) > OPENNESSES.indexOf(openness) ? opened_to : openness;
}

/** Who sees its text at this moment, as it stands on the list. */
export function seenSentence(breakout: Pick<Breakout, "openness" | "opened_to" | "state" | "reported_at">): string {
  const { state, reported_at } = breakout;
  if ((state === "reported" || state === "concluded") && reported_at)
    return t`Whoever reads the document can see its text`;
  return opennessSentence(openNow(breakout));
}

export function becameWords(became: Became): string {
  switch (became) {
    case "taken":
      return t`taken into the plenary's text`;
    case "amended":
      return t`taken with the chair's amendments`;
    case "alternative":
      return t`kept as an alternative`;
    case "proposal":
      return t`made a proposal`;
    case "not_taken":
      return t`not taken`;
    case "returned":
      return t`returned to the group`;
  }
}

/** "Convener: Brazil's Ana Souza. Rapporteur: …": those who lead, then everybody else by name. */
export function leaders(participants: readonly Participant[]) {
  const conveners = participants.filter((one) => one.convener).map((one) => one.name);
  const rapporteurs = participants.filter((one) => one.rapporteur).map((one) => one.name);
  const others = participants.filter((one) => !one.convener && !one.rapporteur).map((one) => one.name);
  return { conveners, rapporteurs, others };
}

export function dueWords(day: string): string {
  return t`due on ${dayWords(day)}`;
}
