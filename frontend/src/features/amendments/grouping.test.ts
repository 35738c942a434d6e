import { expect, test } from "vitest";
import { ALL_PROPOSALS, filtersOf, listed, searchOf, whoOf } from "./filters";
import { grouped } from "./grouping";
import { aProposal } from "./proposals.fixture";
import { foldedWords, namesOf } from "./words";

const sponsor = (name: string) => ({ id: name, delegation: name, person: null, name, proposer: false });

test("proposals stand by their paragraphs, in the order in which they were tabled", () => {
  const { beside, counts } = grouped([
    aProposal("two", { number: 2 }),
    aProposal("one", { number: 1 }),
    aProposal("new", { number: 3, kind: "addition" }),
    aProposal("mine", { number: null, stage: "draft", tabled_at: null }),
    aProposal("done", { number: 4, stage: "taken_up", outcome: "accepted", awaiting_confirmation: true }),
    aProposal("dropped", { number: null, stage: "withdrawn", tabled_at: null }),
  ]);
  const at = beside.get("p1");
  expect(at?.tabled.map(({ id }) => id)).toEqual(["one", "two"]);
  expect(at?.additions.map(({ id }) => id)).toEqual(["new"]);
  expect(at?.drafts.map(({ id }) => id)).toEqual(["mine"]);
  expect(at?.awaiting.map(({ id }) => id)).toEqual(["done"]);
  expect(at?.past.map(({ id }) => id)).toEqual(["done"]);
  expect(counts.get("a")).toBe(3);
});

test("what did not change stays the same object, so that its row is not drawn again", () => {
  const [here, there] = [aProposal("here"), aProposal("there", { paragraph: "p2" })];
  const before = grouped([here, there]);
  const after = grouped([here, { ...there, rationale: "Because." }], before);
  expect(after.beside.get("p1")).toBe(before.beside.get("p1"));
  expect(after.beside.get("p2")).not.toBe(before.beside.get("p2"));
  expect(after.counts).toBe(before.counts);
});

test("folded, it says how many there are and whose", () => {
  expect(foldedWords([aProposal("one"), aProposal("two", { proposer: "EU" }), aProposal("three")])).toBe(
    "3 proposals: Brazil, EU",
  );
  expect(foldedWords([aProposal("one", { basis: "editorial", proposer: "" })])).toBe("1 proposal: Editorial");
});

test("whoever stands behind it is named once, the proposer first", () => {
  const proposal = aProposal("one", { sponsors: [sponsor("Brazil"), sponsor("EU"), sponsor("Kenya")] });
  expect(namesOf(proposal)).toBe("Brazil, EU, Kenya");
});

test("the list is in the order of the text and keeps to what was asked for", () => {
  const all = [
    aProposal("late", { paragraph: "p2", number: 1 }),
    aProposal("early", { number: 2, sponsors: [sponsor("EU")] }),
    aProposal("gone", { number: 3, stage: "withdrawn" }),
    aProposal("part", { number: 4, stage: "taken_up", outcome: "accepted_in_part", mine: true }),
  ];
  const places = new Map([
    ["p1", 1],
    ["p2", 2],
  ]);
  const ids = (filters: Partial<typeof ALL_PROPOSALS>) =>
    listed(all, { ...ALL_PROPOSALS, ...filters }, places).map(({ id }) => id);
  expect(ids({})).toEqual(["early", "gone", "part", "late"]);
  expect(ids({ state: "open" })).toEqual(["early", "late"]);
  expect(ids({ state: "accepted" })).toEqual(["part"]);
  expect(ids({ who: "EU" })).toEqual(["early"]);
  expect(ids({ mine: true })).toEqual(["part"]);
  expect(ids({ kind: "deletion" })).toEqual([]);
  expect(whoOf(all)).toEqual(["Brazil", "EU"]);
});

test("an address bears the filters, and what it does not know is left out", () => {
  const filters = { ...ALL_PROPOSALS, state: "open" as const, who: "EU", mine: true };
  expect(filtersOf(searchOf(filters))).toEqual(filters);
  expect(filtersOf(new URLSearchParams("state=nonsense&kind=all"))).toEqual(ALL_PROPOSALS);
});
