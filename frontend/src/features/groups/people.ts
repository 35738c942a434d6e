import { t } from "@lingui/core/macro";
import { today } from "../../ui/dates";
import type { OfficeRead, PersonRead } from "./types";
import { OFFICES, wordFor } from "./words";

/** Whether an office is in force on a day; both its days are included. */
export function inForce(office: { from_day: string; until_day: string | null }, day = today()): boolean {
  return office.from_day <= day && (office.until_day === null || office.until_day >= day);
}

/** Offices that are in force or still to come: those that ended are for the record of decisions. */
export function presentOffices(offices: OfficeRead[], day = today()): OfficeRead[] {
  return offices
    .filter((office) => office.until_day === null || office.until_day >= day)
    .sort((a, b) => OFFICES.indexOf(a.kind) - OFFICES.indexOf(b.kind) || a.from_day.localeCompare(b.from_day));
}

/** Those with an office in its order, then by delegation (those without one last), then by name. */
export function inOrder(people: PersonRead[], day = today()): PersonRead[] {
  const rank = (person: PersonRead) => {
    const [first] = presentOffices(person.offices, day);
    return first ? OFFICES.indexOf(first.kind) : OFFICES.length;
  };
  return [...people].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      Number(!a.delegation) - Number(!b.delegation) ||
      (a.delegation?.name ?? "").localeCompare(b.delegation?.name ?? "") ||
      a.name.localeCompare(b.name),
  );
}

/** Whether each word of the filter is in the person's name, address, delegation or offices. */
export function matches(person: PersonRead, filter: string): boolean {
  const offices = presentOffices(person.offices).map((office) => wordFor(office.kind));
  const all = [person.name, person.email, person.delegation?.name, ...offices].join(" ").toLocaleLowerCase();
  return filter
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** "Member, may act for the delegation": what a person's seat lets them do. */
export function seatWords(person: Pick<PersonRead, "seat" | "delegation" | "may_act">): string {
  if (!person.seat) return t`No seat`;
  if (person.seat === "observer") return t`Observer`;
  if (!person.delegation) return t`Member`;
  return person.may_act ? t`Member, may act for the delegation` : t`Member, drafts only`;
}
