import { expect, test } from "vitest";
import { categoryFaults, firstCategories, nextCode } from "./categories";
import { byStakeholderGroup } from "./DelegationsSection";
import { progress } from "./GroupDocuments";
import { currentOrNext, type MeetingValues, meetingFaults, nextNumber, toMeeting } from "./meetings";
import { inForce, inOrder, matches, presentOffices, seatWords } from "./people";
import { factWords } from "./record";
import type { DelegationRead, MeetingRead, OfficeRead, PersonRead } from "./types";

const empty: MeetingValues = {
  number: 1,
  title: "First meeting",
  from_day: "",
  until_day: "",
  place: "",
  stream_url: "",
  recording_url: "",
};

function meeting(number: number, more: Partial<MeetingRead> = {}): MeetingRead {
  const { from_day, until_day, stream_url, recording_url } = toMeeting(empty);
  return {
    id: String(number),
    number,
    title: "",
    from_day,
    until_day,
    place: "",
    stream_url,
    recording_url,
    is_current: false,
    ...more,
  };
}

function person(name: string, more: Partial<PersonRead> = {}): PersonRead {
  return {
    person_id: name,
    name,
    email: `${name.toLowerCase()}@example.org`,
    seat_id: name,
    seat: "member",
    delegation: null,
    may_act: true,
    offices: [],
    signed_in_before: true,
    last_signed_in_at: null,
    has_mail: true,
    invitation: null,
    ...more,
  };
}

const office = (kind: OfficeRead["kind"], from_day: string, until_day: string | null = null): OfficeRead => ({
  id: kind,
  kind,
  from_day,
  until_day,
});

test("a new document starts with A to E, and the next category takes the first free letter", () => {
  const categories = firstCategories();
  expect(categories.map(({ code }) => code)).toEqual(["A", "B", "C", "D", "E"]);
  expect(nextCode(categories)).toBe("F");
  expect(nextCode(categories.filter(({ code }) => code !== "B"))).toBe("B");
});

test("codes are needed and differ, whatever their case", () => {
  const category = (code: string) => ({ key: code, code, title: "" });
  expect(categoryFaults([category("A"), category(" "), category("a")])).toEqual({
    "categories.1.code": "Needs a code.",
    "categories.2.code": "Used twice.",
  });
  expect(categoryFaults(firstCategories())).toEqual({});
});

test("meetings are numbered on, and a number is not used twice", () => {
  expect(nextNumber([])).toBe(1);
  expect(nextNumber([meeting(3), meeting(1)])).toBe(4);
  expect(meetingFaults(empty, [meeting(1)])).toHaveProperty("number");
  expect(meetingFaults(empty, [meeting(2)])).toEqual({});
});

test("a meeting ends no earlier than it begins, and its links lead to the web", () => {
  expect(meetingFaults({ ...empty, from_day: "2014-02-24", until_day: "2014-02-23" }, [])).toHaveProperty("until_day");
  expect(meetingFaults({ ...empty, stream_url: "javascript:alert(1)" }, [])).toHaveProperty("stream_url");
  expect(meetingFaults({ ...empty, recording_url: "https://media.example.org/3" }, [])).toEqual({});
});

test("empty fields of a meeting are sent as null", () => {
  expect(toMeeting(empty)).toMatchObject({ from_day: null, stream_url: null, place: "" });
});

test("the overview shows the current meeting, or else the next", () => {
  const past = meeting(1, { from_day: "2014-01-01", until_day: "2014-01-03" });
  const later = meeting(3, { from_day: "2014-09-01" });
  const next = meeting(2, { from_day: "2014-05-01", until_day: "2014-05-03" });
  expect(currentOrNext([past, later, next], "2014-03-01")?.number).toBe(2);
  expect(currentOrNext([{ ...past, is_current: true }, next], "2014-03-01")?.number).toBe(1);
  expect(currentOrNext([past], "2014-03-01")).toBeUndefined();
});

test("an office is in force on both of its days", () => {
  const chair = office("chair", "2014-03-01", "2014-03-03");
  expect(["2014-02-28", "2014-03-01", "2014-03-03", "2014-03-04"].map((day) => inForce(chair, day))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test("offices that ended are not shown; coming ones are", () => {
  const offices = [office("secretariat", "2014-05-01"), office("chair", "2013-01-01", "2013-12-31")];
  expect(presentOffices(offices, "2014-03-01").map(({ kind }) => kind)).toEqual(["secretariat"]);
});

test("people stand by office, then delegation, then name", () => {
  const hungary = { id: "h", name: "Hungary" };
  const brazil = { id: "b", name: "Brazil" };
  const people = [
    person("Zoe"),
    person("Bela", { delegation: hungary }),
    person("Ana", { delegation: hungary }),
    person("Caio", { delegation: brazil }),
    person("Vera", { offices: [office("vice-chair", "2014-01-01")] }),
    person("Carl", { offices: [office("chair", "2014-01-01")] }),
  ];
  expect(inOrder(people, "2014-03-01").map(({ name }) => name)).toEqual(["Carl", "Vera", "Caio", "Ana", "Bela", "Zoe"]);
});

test("the filter takes words of name, delegation and office in any order", () => {
  const chair = person("Ana Kovács", {
    delegation: { id: "h", name: "Hungary" },
    offices: [office("chair", "2000-01-01")],
  });
  expect(matches(chair, "hungary ana")).toBe(true);
  expect(matches(chair, "CHAIR")).toBe(true);
  expect(matches(chair, "brazil ana")).toBe(false);
});

test("a seat says whether its person acts or drafts", () => {
  const delegation = { id: "h", name: "Hungary" };
  expect(seatWords(person("A", { delegation }))).toBe("Member, may act for the delegation");
  expect(seatWords(person("A", { delegation, may_act: false }))).toBe("Member, drafts only");
  expect(seatWords(person("A", { seat: "observer", delegation }))).toBe("Observer");
  expect(seatWords(person("A", { seat: null, seat_id: null }))).toBe("No seat");
});

test("delegations stand by stakeholder group in its order, each by name; empty groups are left out", () => {
  const delegation = (name: string, stakeholder_group: DelegationRead["stakeholder_group"]): DelegationRead => ({
    id: name,
    name,
    stakeholder_group,
    seat: "member",
  });
  const sorted = byStakeholderGroup([
    delegation("ISOC", "technical and academic community"),
    delegation("Hungary", "government"),
    delegation("Brazil", "government"),
  ]);
  expect(sorted.map(([kind, list]) => [kind, list.map(({ name }) => name)])).toEqual([
    ["government", ["Brazil", "Hungary"]],
    ["technical and academic community", ["ISOC"]],
  ]);
});

test("what is not agreed is left, whatever its mark", () => {
  expect(progress({ agreed: 12, not_yet_discussed: 7, to_revisit: 2 })).toEqual({ agreed: 12, left: 9 });
  expect(progress({})).toEqual({ agreed: 0, left: 0 });
});

test("facts of the record are words, without ids and empty values", () => {
  expect(
    factWords({
      person: { id: "0190", name: "Ana" },
      meeting_id: "0191",
      from_day: "2014-03-01",
      may_act: false,
      until_day: null,
      seat: "observer",
      offices: ["chair"],
    }),
  ).toEqual([
    ["Person", "Ana"],
    ["Seat", "Observer"],
    ["May act for the delegation", "no"],
    ["First day", "1 March 2014"],
    ["offices", "Chair"],
  ]);
});
