import { inOrder, matches } from "./people";
import type { DelegationRead, PersonRead } from "./types";

/** What a page of people is narrowed to. */
export interface PeopleFilter {
  words: string;
  which: Which;
  delegation: string | null;
  stakeholder: string | null;
  sort: Sort;
}

export const WHICH = [
  "everybody",
  "not-signed-in",
  "not-invited",
  "mail-failed",
  "members",
  "observers",
  "offices",
] as const;
export type Which = (typeof WHICH)[number];
export const SORTS = ["offices", "name", "delegation", "last"] as const;
export type Sort = (typeof SORTS)[number];

export const NO_FILTER: PeopleFilter = {
  words: "",
  which: "everybody",
  delegation: null,
  stakeholder: null,
  sort: "offices",
};

/** Whether somebody belongs to one of the sets that can be chosen by one press. */
export function isOf(which: Which, person: PersonRead): boolean {
  switch (which) {
    case "everybody":
      return true;
    case "not-signed-in":
      return !person.signed_in_before;
    case "not-invited":
      return !person.signed_in_before && !linkWorks(person);
    case "mail-failed":
      return !person.signed_in_before && person.invitation?.mail === "failed";
    case "members":
      return person.seat === "member";
    case "observers":
      return person.seat === "observer";
    case "offices":
      return person.offices.length > 0;
  }
}

/** Whether there is a link that still lets this person in. */
export function linkWorks(person: PersonRead, now = Date.now()): boolean {
  return person.invitation !== null && Date.parse(person.invitation.expires_at) > now;
}

/** How many belong to each set. */
export function countsOf(people: PersonRead[]): Record<Which, number> {
  const counts = Object.fromEntries(WHICH.map((which) => [which, 0])) as Record<Which, number>;
  for (const person of people) for (const which of WHICH) if (isOf(which, person)) counts[which]++;
  return counts;
}

/** Those who fit, in the chosen order. */
export function narrowed(people: PersonRead[], delegations: DelegationRead[], filter: PeopleFilter): PersonRead[] {
  const groups = new Map(delegations.map((one) => [one.id, one.stakeholder_group]));
  const fitting = people.filter(
    (person) =>
      isOf(filter.which, person) &&
      (!filter.delegation || person.delegation?.id === filter.delegation) &&
      (!filter.stakeholder || (person.delegation && groups.get(person.delegation.id) === filter.stakeholder)) &&
      matches(person, filter.words),
  );
  return sorted(fitting, filter.sort);
}

function sorted(people: PersonRead[], sort: Sort): PersonRead[] {
  const byName = (a: PersonRead, b: PersonRead) => collator.compare(a.name, b.name);
  switch (sort) {
    case "offices":
      return inOrder(people);
    case "name":
      return [...people].sort(byName);
    case "delegation":
      return [...people].sort(
        (a, b) =>
          Number(!a.delegation) - Number(!b.delegation) ||
          collator.compare(a.delegation?.name ?? "", b.delegation?.name ?? "") ||
          byName(a, b),
      );
    case "last":
      return [...people].sort(
        (a, b) => (b.last_signed_in_at ?? "").localeCompare(a.last_signed_in_at ?? "") || byName(a, b),
      );
  }
}

const collator = new Intl.Collator(undefined, { sensitivity: "base" });
