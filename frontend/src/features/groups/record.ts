import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { dayWords } from "../../ui/dates";
import { wordFor } from "./words";

const NAMES: Record<string, MessageDescriptor> = {
  name: msg`Name`,
  person: msg`Person`,
  email: msg`E-mail address`,
  delegation: msg`Delegation`,
  stakeholder_group: msg`Stakeholder group`,
  seat: msg`Seat`,
  may_act: msg`May act for the delegation`,
  office: msg`Office`,
  kind: msg`Office`,
  from_day: msg`First day`,
  until_day: msg`Last day`,
  mandate: msg`Mandate`,
  former_name: msg`Name before`,
  number: msg`Number`,
  closed_number: msg`Meeting closed by it`,
  title: msg`Title`,
  place: msg`Place`,
  stream_url: msg`Live stream`,
  recording_url: msg`Recording`,
  audience: msg`Who can see it`,
  document: msg`Document`,
  purpose: msg`Purpose`,
  people: msg`People`,
  seats: msg`Seats`,
  way: msg`How`,
  new_address: msg`New e-mail address`,
};

/** The facts of a line for reading, in the order of the names above, unknown ones last; ids and empty values are left out. */
export function factWords(facts: Record<string, unknown>): [string, string][] {
  const order = Object.keys(NAMES);
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const inOrder = Object.entries(facts).sort(([a], [b]) => rank(a) - rank(b));
  return inOrder.flatMap(([key, value]): [string, string][] => {
    if (key === "id" || key.endsWith("_id")) return [];
    const words = key.endsWith("_day") && typeof value === "string" ? dayWords(value) : valueWords(value);
    const descriptor = NAMES[key];
    return words ? [[descriptor ? i18n._(descriptor) : key.replaceAll("_", " "), words]] : [];
  });
}

/** "Anna Kovács (Hungary, Member)": one of many seats in a line. */
function seatFactWords({ person, delegation, seat, may_act }: Record<string, unknown>): string {
  const said = [valueWords(delegation), valueWords(seat), seat === "member" && !may_act ? t`drafts only` : ""];
  return `${valueWords(person)} (${said.filter(Boolean).join(", ")})`;
}

function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? t`yes` : t`no`;
  if (typeof value === "string") return wordFor(value);
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(valueWords).filter(Boolean).join(", ");
  const facts = value as Record<string, unknown>;
  if (typeof facts.name === "string") return facts.name;
  if ("person" in facts && "seat" in facts) return seatFactWords(facts);
  return factWords(facts)
    .map(([name, words]) => `${name}: ${words}`)
    .join("; ");
}
