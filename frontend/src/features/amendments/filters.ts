import { inOrder } from "./grouping";
import type { Proposal } from "./types";

export const STATES = ["open", "draft", "accepted", "alternative", "not_accepted", "withdrawn"] as const;
export type StateFilter = (typeof STATES)[number];

/** Which proposals the list shows; null for all. */
export interface ProposalFilters {
  state: StateFilter | null;
  category: string | null;
  /** A delegation's or a person's name, as proposer or sponsor. */
  who: string | null;
  kind: Proposal["kind"] | null;
  mine: boolean;
}

export const ALL_PROPOSALS: ProposalFilters = { state: null, category: null, who: null, kind: null, mine: false };

/** Under which of the list's states it falls. */
export function stateOf({ stage, outcome }: Pick<Proposal, "stage" | "outcome">): StateFilter {
  if (stage === "draft" || stage === "withdrawn") return stage;
  if (outcome === "accepted" || outcome === "accepted_in_part") return "accepted";
  return outcome ?? "open";
}

function fits(proposal: Proposal, filters: ProposalFilters): boolean {
  const { state, category, who, kind, mine } = filters;
  return (
    (state === null || stateOf(proposal) === state) &&
    (category === null || proposal.category === category) &&
    (kind === null || proposal.kind === kind) &&
    (!mine || proposal.mine) &&
    (who === null || proposal.proposer === who || proposal.sponsors.some((one) => one.name === who))
  );
}

/** Those that are shown, in the order of the text and, at one place, in that of their numbers. */
export function listed(
  proposals: readonly Proposal[],
  filters: ProposalFilters,
  places: ReadonlyMap<string, number>,
): Proposal[] {
  const place = (proposal: Proposal) => places.get(proposal.paragraph ?? proposal.category) ?? Number.POSITIVE_INFINITY;
  return proposals
    .filter((one) => fits(one, filters))
    .sort((a, b) => {
      const [before, after] = [place(a), place(b)];
      return before === after ? inOrder(a, b) : before - after;
    });
}

/** All who propose or sponsor something, by name. */
export function whoOf(proposals: readonly Proposal[]): string[] {
  const names = proposals.flatMap((one) => [one.proposer, ...one.sponsors.map(({ name }) => name)]);
  return [...new Set(names)].filter(Boolean).sort((a, b) => a.localeCompare(b));
}

/** Filters as an address bears them, and back; what it does not know is left out. */
export function filtersOf(search: URLSearchParams): ProposalFilters {
  const state = search.get("state");
  const kind = search.get("kind");
  return {
    state: STATES.find((one) => one === state) ?? null,
    category: search.get("category"),
    who: search.get("who"),
    kind: kind === "change" || kind === "addition" || kind === "deletion" ? kind : null,
    mine: search.get("mine") === "1",
  };
}

export function searchOf({ state, category, who, kind, mine }: ProposalFilters): URLSearchParams {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries({ state, category, who, kind })) if (value) search.set(key, value);
  if (mine) search.set("mine", "1");
  return search;
}
