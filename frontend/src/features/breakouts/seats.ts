import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Seated } from "./api";
import type { Participant } from "./types";

/** Somebody who may be put into a group: a delegation whole, or a person. */
export interface Candidate {
  /** "d:" or "p:" and the id: one list holds both. */
  value: string;
  label: string;
}

export interface Candidates {
  delegations: Candidate[];
  people: Candidate[];
}

/** Delegations and people of the working group, for whoever sets up a group of them. */
export function useCandidates(groupId: string) {
  const group = useQuery({
    queryKey: ["groups", groupId],
    queryFn: () => api.get("/api/groups/{group_id}", { params: { path: { group_id: groupId } } }),
  });
  const people = useQuery({
    queryKey: ["groups", groupId, "people"],
    queryFn: () => api.get("/api/groups/{group_id}/people", { params: { path: { group_id: groupId } } }),
  });
  const isError = group.isError || people.isError;
  if (!group.data || !people.data) return { candidates: null, isError };
  const candidates: Candidates = {
    delegations: group.data.delegations.map(({ id, name }) => ({ value: `d:${id}`, label: name })),
    people: people.data
      .filter((one) => one.seat !== null || one.offices.length > 0)
      .map(({ person_id, name, delegation }) => ({
        value: `p:${person_id}`,
        label: delegation ? `${name} (${delegation.name})` : name,
      })),
  };
  return { candidates, isError };
}

/** Who is chosen in the fields of the form: values of candidates. */
export interface SeatsChosen {
  conveners: string[];
  rapporteurs: string[];
  others: string[];
}

export const NOBODY: SeatsChosen = { conveners: [], rapporteurs: [], others: [] };

const idsOf = (values: readonly string[], kind: "d" | "p") =>
  values.filter((one) => one.startsWith(`${kind}:`)).map((one) => one.slice(2));

/** What the server is told. Whoever leads is in the group without being named again. */
export function seated({ conveners, rapporteurs, others }: SeatsChosen): Seated {
  const leading = new Set([...conveners, ...rapporteurs]);
  return {
    conveners: idsOf(conveners, "p"),
    rapporteurs: idsOf(rapporteurs, "p"),
    people: idsOf(
      others.filter((one) => !leading.has(one)),
      "p",
    ),
    delegations: idsOf(others, "d"),
  };
}

/** The fields as they stand for a group that there is. */
export function chosenOf(participants: readonly Participant[]): SeatsChosen {
  const value = ({ delegation, person }: Participant) => (person ? `p:${person}` : `d:${delegation}`);
  return {
    conveners: participants.filter((one) => one.convener).map(value),
    rapporteurs: participants.filter((one) => one.rapporteur).map(value),
    others: participants.filter((one) => !one.convener && !one.rapporteur).map(value),
  };
}
