import { expect, test } from "vitest";
import type { Change } from "../../api/types";
import type { HistoryEntry, HistoryGroup } from "./api";
import { joined } from "./HistoryPanel";
import { dayOf, sinceOf } from "./since";
import { isTrimmed, trimmed } from "./trimmed";
import { byWhom, groupTitle, whatHappened } from "./words";

const said = (kind: string, more: object = {}) =>
  whatHappened({
    kind,
    status: null,
    qualifier: null,
    note: null,
    proposal: null,
    breakout: null,
    by: [],
    ...more,
  });

const long = "Member States should promote the participation of all stakeholders from developing countries in it";

test("what stayed the same is left out but for some words around each change", () => {
  const changes: Change[] = [
    { op: "equal", text: `${long} ` },
    { op: "delete", text: "should" },
    { op: "insert", text: "shall" },
    { op: "equal", text: ` ${long}, ${long} ` },
    { op: "insert", text: "again" },
    { op: "equal", text: ` ${long}` },
  ];

  const short = trimmed(changes);

  expect(isTrimmed(changes)).toBe(true);
  expect(short.map((one) => one.op)).toEqual(changes.map((one) => one.op));
  expect(short[0]?.text.startsWith("… ")).toBe(true);
  expect(short[0]?.text.endsWith("countries in it ")).toBe(true);
  expect(short[3]?.text).toMatch(/^ Member States should promote the … .*countries in it $/);
  expect(short[5]?.text.endsWith(" …")).toBe(true);
  expect(short.slice(1, 3)).toEqual(changes.slice(1, 3));
});

test("short words are left whole", () => {
  const changes: Change[] = [
    { op: "equal", text: "We " },
    { op: "insert", text: "all " },
    { op: "equal", text: "agree." },
  ];
  expect(trimmed(changes)).toEqual(changes);
  expect(isTrimmed(changes)).toBe(false);
});

test("who typed is named with the delegation, a proposal by its sponsors alone, an office beside the name", () => {
  const none = { office: null, on_word_of: null };
  expect(byWhom({ kind: "words", by: [{ name: "Ana", delegation: "Brazil" }], ...none })).toBe("Ana for Brazil");
  const sponsors = [
    { name: "Brazil", delegation: null },
    { name: "India", delegation: null },
  ];
  expect(byWhom({ kind: "accepted", by: sponsors, office: "chair", on_word_of: null })).toBe("Brazil, India");
  const marked = { kind: "marked", by: [{ name: "Ms Diallo", delegation: null }] };
  expect(byWhom({ ...marked, office: "secretariat", on_word_of: "Mr Okafor" })).toBe(
    "Ms Diallo (Secretariat), on the word of Mr Okafor",
  );
  expect(byWhom({ kind: "words", by: [], ...none })).toBe("");
});

test("what happened is said in words", () => {
  const proposal = { id: "p", number: 4, proposer: "Brazil", basis: "member", kind: "change" };
  expect(said("accepted", { proposal })).toBe("Proposal 4 accepted into the text");
  expect(said("marked", { status: "agreed", qualifier: "except", note: "the date" })).toBe(
    "Marked: agreed, except for: the date",
  );
  expect(said("split", { other: { paragraph: "x", address: "A.2" } })).toBe("Split: the second half is A.2");
  expect(said("endorsed", { breakout: { id: "g", kind: "breakout", number: 1, name: "" } })).toBe(
    "Taken from Breakout group 1",
  );
  expect(said("shut")).toBe("Changed in a sitting that was closed to you");
});

test("a group is named by its sitting, or by its day", () => {
  const day = "2014-02-24";
  expect(groupTitle({ sitting: { number: 2, meeting: 3 }, meeting: null, day })).toBe(
    "Sitting 2 of meeting 3, 24 February 2014",
  );
  expect(groupTitle({ sitting: null, meeting: null, day })).toBe("24 February 2014");
});

test("groups that go over the end of a page are one, and nothing is there twice", () => {
  const entry = (id: string) => ({ id }) as HistoryEntry;
  const group = (key: string, from: string, ...ids: string[]) =>
    ({ key, from, to: from, sitting: null, meeting: null, day: "2014-02-24", entries: ids.map(entry) }) as HistoryGroup;

  const whole = joined([group("a", "3", "5", "4"), group("a", "2", "4", "3"), group("b", "1", "2")]);

  expect(whole.map((one) => [one.key, one.from, one.entries.map(({ id }) => id)])).toEqual([
    ["a", "2", ["5", "4", "3"]],
    ["b", "1", ["2"]],
  ]);
});

test("a beginning in the address is what the server is asked for", () => {
  const sitting = "01900000-0000-7000-8000-000000000000";
  const known = { visit: "2014-02-20T08:00:00Z", sittings: [{ id: sitting, opened_at: "2014-02-24T09:00:00Z" }] };
  expect(sinceOf("visit", known)).toEqual({ since: known.visit });
  expect(sinceOf("visit", { ...known, visit: null })).toBeNull();
  expect(sinceOf("meeting", known)).toEqual({ meeting: true });
  expect(sinceOf("rev.3", known)).toEqual({ revision: 3 });
  expect(sinceOf(`sitting.${sitting}`, known)).toEqual({ since: "2014-02-24T09:00:00Z" });
  expect(sinceOf("day.2014-02-24", known)).toEqual({ since: new Date("2014-02-24T00:00").toISOString() });
  expect(sinceOf("anything", known)).toBeNull();
  expect(dayOf("day.2014-02-24")).toBe("2014-02-24");
});
