import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import type { CheckedRow, Field, Finding } from "./participantsApi";
import { wordFor } from "./words";

const FIELDS: Record<Field, MessageDescriptor> = {
  name: msg`Name`,
  email: msg`E-mail address`,
  delegation: msg`Delegation`,
  stakeholder_group: msg`Stakeholder group`,
  seat: msg`Seat`,
  may_act: msg`May act`,
  office: msg`Office`,
};

/** What a column is called. */
export function fieldWord(field: string): string {
  const descriptor = FIELDS[field as Field];
  return descriptor ? i18n._(descriptor) : field;
}

/** What is to be known of a cell, in a sentence. */
export function findingWords(finding: Finding): string {
  const { value = "", other = "" } = finding;
  const row = finding.row ?? 0;
  const isError = finding.severity === "error";
  switch (finding.code) {
    case "name-missing":
      return t`The name is missing.`;
    case "name-long":
    case "delegation-long":
      return t`This is longer than 200 characters.`;
    case "name-twice":
      return isError
        ? t`Row ${row} has the same name and delegation, and neither has an address: leave one out.`
        : t`Row ${row} has the same name. Is it the same person?`;
    case "name-known":
      return other
        ? t`${value} is in the group already, with the address ${other}. Is it the same person?`
        : t`${value} is in the group already, without an address. Is it the same person?`;
    case "name-kept":
      return t`The account is called ${other} and stays so.`;
    case "email-missing":
      return t`No address: let in by a card or at the door.`;
    case "email-bad":
      return /[;,\s]/.test(value) ? t`Not an e-mail address; there can be only one.` : t`Not an e-mail address.`;
    case "email-twice":
      return t`Stands in row ${row} already: leave one out.`;
    case "email-two-names":
      return t`Row ${row}, ${other}, has this address too.`;
    case "account-disabled":
      return t`This account is out of use; whoever keeps the server can put it back.`;
    case "delegation-new":
      return t`New delegation.`;
    case "delegation-similar":
      return t`New delegation, or is it ${other}?`;
    case "delegation-observes":
      return t`${other} observes, so its people observe.`;
    case "stakeholder-missing":
      return t`Which stakeholder group is ${value}?`;
    case "stakeholder-unknown":
      return isError
        ? t`“${value}” is none of the stakeholder groups.`
        : t`“${value}” is none of the stakeholder groups, and does not count here.`;
    case "stakeholder-differs":
      return isError
        ? t`Elsewhere in the list this delegation is: ${wordFor(other)}.`
        : t`The delegation is known as: ${wordFor(other)}. That stays.`;
    case "seat-unknown":
      return t`“${value}” is neither member nor observer.`;
    case "seat-assumed":
      return t`No seat and no delegation said: observer.`;
    case "may-act-unknown":
      return t`“${value}” is neither yes nor no.`;
    case "office-unknown":
      return t`“${value}” is none of the offices; none is given.`;
    case "office-own":
      return t`Nobody gives an office to themselves.`;
  }
}

/** What would come of a row. */
export function outcomeWords(checked: CheckedRow): string {
  switch (checked.outcome) {
    case "new":
      return t`New`;
    case "joins":
      return t`Joins; has an account on this server`;
    case "changes": {
      const [before, after] = [seatSaid(checked.before), seatSaid(checked.after)];
      return checked.before && before !== after ? t`Changes: ${before} → ${after}` : t`Changes: ${after}`;
    }
    case "here":
      return t`Already here`;
    case "unclear":
      return t`To be corrected`;
  }
}

function seatSaid(said: CheckedRow["before"]): string {
  if (!said) return t`no seat`;
  const words = [said.seat ? wordFor(said.seat) : t`no seat`];
  if (said.delegation) words.push(said.delegation);
  if (said.seat === "member" && said.delegation && !said.may_act) words.push(t`drafts only`);
  return [...words, ...(said.offices ?? []).map(wordFor)].join(", ");
}
