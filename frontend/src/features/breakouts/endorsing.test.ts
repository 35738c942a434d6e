import { expect, test } from "vitest";
import {
  allThatCanBeTaken,
  canBeTaken,
  choicesFor,
  countsOf,
  decisionOn,
  decisionsOn,
  differs,
  isSettled,
  isShown,
  lookedAtAgain,
  movedOn,
  sent,
  sumOf,
} from "./endorsing";
import type { ComparisonItem, ItemState } from "./types";

const reported = { reported_at: "2026-03-01T10:00:00Z" };

function wording(words: string) {
  return { runs: [{ insert: words }], words, content_hash: `hash of ${words}` };
}

function item(state: ItemState, more: Partial<ComparisonItem> = {}): ComparisonItem {
  return {
    paragraph: `p-${state}`,
    plenary: "q",
    address: "A.1",
    category: "A",
    kind: "recommendation",
    level: 0,
    apart: false,
    together: [],
    state,
    plenary_words: wording("before"),
    base: wording("before"),
    group_words: wording("after"),
    result: wording("after"),
    changes: [],
    structure: [],
    recommended: null,
    plenary_status: "not_yet_discussed",
    outcome: null,
    ...more,
  };
}

const moved = { what: "moved" as const, before: "A.1", after: "A.3" };
const agreed = { status: "agreed" as const, qualifier: null, qualifier_words: null, on_present_words: true };

test("in one gesture goes only what nobody has to choose about", () => {
  expect(canBeTaken(item("clean"))).toBe(true);
  expect(canBeTaken(item("added"))).toBe(true);
  expect(canBeTaken(item("withdrawn"))).toBe(true);
  expect(canBeTaken(item("changed_here_too"))).toBe(false);
  expect(canBeTaken(item("agreed_meanwhile"))).toBe(false);
  expect(canBeTaken(item("gone"))).toBe(false);
  expect(canBeTaken(item("clean", { structure: [{ ...moved, clean: false }] }))).toBe(false);
  expect(canBeTaken(item("clean", { structure: [{ ...moved, clean: true }] }))).toBe(true);
});

test("unchanged words count where the group recommends a mark or moved the paragraph", () => {
  expect(differs(item("unchanged"))).toBe(false);
  expect(canBeTaken(item("unchanged"))).toBe(false);
  expect(canBeTaken(item("unchanged", { recommended: agreed }))).toBe(true);
  expect(differs(item("unchanged", { recommended: agreed, plenary_status: "agreed" }))).toBe(false);
  expect(canBeTaken(item("unchanged", { structure: [{ ...moved, clean: true }] }))).toBe(true);
});

test("what the plenary agreed meanwhile is never overwritten", () => {
  expect(choicesFor(item("agreed_meanwhile"))).toEqual(["alternative", "proposal", "not_taken", "returned"]);
  expect(choicesFor(item("changed_here_too"))).not.toContain("taken");
});

test("a decision from before the group's last report does not settle anything", () => {
  const outcome = { became: "returned" as const, note: null, result: null, at: "2026-03-01T09:00:00Z" };
  expect(isSettled(item("clean", { outcome }), reported)).toBe(false);
  expect(isSettled(item("clean", { outcome: { ...outcome, at: "2026-03-01T11:00:00Z" } }), reported)).toBe(true);
});

test("the card repeats how many paragraphs, marks and structural changes it takes", () => {
  const items = [
    item("clean", { recommended: agreed }),
    item("added", { structure: [{ what: "added", before: null, after: "A.4", clean: true }] }),
    item("changed_here_too", { recommended: agreed }),
    item("unchanged"),
  ];
  expect(sumOf(allThatCanBeTaken(items, reported))).toEqual({
    paragraphs: 2,
    marks: 1,
    structural: 1,
    bracketed: 0,
  });
});

test("a mark as agreed on words in brackets is counted, so that the card can say so", () => {
  const bracketed = item("clean", { recommended: agreed, result: wording("some [words]") });
  expect(sumOf([decisionOn(bracketed, "taken")]).bracketed).toBe(1);
  expect(sumOf([decisionOn(bracketed, "taken", { mark: false })]).bracketed).toBe(0);
});

test("both parts of what the group split are taken together, or neither", () => {
  const head = item("clean", { paragraph: "head", together: ["tail"] });
  const tail = item("added", { paragraph: "tail", together: ["head"] });
  const byId = new Map([head, tail].map((one) => [one.paragraph, one]));
  const ids = (decisions: { item: ComparisonItem }[]) => decisions.map((one) => one.item.paragraph);
  expect(ids(decisionsOn(head, "taken", byId))).toEqual(["head", "tail"]);
  expect(ids(decisionsOn(head, "alternative", byId))).toEqual(["head"]);
  expect(ids(allThatCanBeTaken([head, tail], reported))).toEqual(["head", "tail"]);
  const stuck = { ...tail, structure: [{ ...moved, clean: false }] };
  expect(ids(allThatCanBeTaken([head, stuck], reported))).toEqual([]);
});

test("what moved is not taken by itself, nor is a mark that was not recommended", () => {
  expect(decisionOn(item("clean", { structure: [{ ...moved, clean: false }] }), "taken").structure).toBe(false);
  expect(decisionOn(item("clean"), "taken").mark).toBe(false);
  expect(decisionOn(item("clean", { recommended: agreed }), "alternative").mark).toBe(false);
});

test("other words on either side are a reason to look again", () => {
  const shown = item("clean");
  expect(movedOn(shown, item("clean"))).toBe(false);
  expect(movedOn(shown, item("clean", { plenary_words: wording("else") }))).toBe(true);
  expect(movedOn(shown, item("clean", { group_words: wording("else") }))).toBe(true);
  expect(movedOn(shown, item("agreed_meanwhile"))).toBe(true);
});

test("looked at again, what can no longer be decided so is left out", () => {
  const [a, b, c] = ["a", "b", "c"].map((paragraph) => item("clean", { paragraph }));
  if (!a || !b || !c) throw new Error();
  const decisions = [
    decisionOn(a, "taken"),
    decisionOn(b, "taken"),
    decisionOn(c, "amended", { runs: [{ insert: "x" }] }),
  ];
  const now = new Map([
    ["a", { ...a, plenary_words: wording("else") }],
    ["b", { ...b, state: "agreed_meanwhile" as const }],
    ["c", { ...c, plenary_words: wording("else") }],
  ]);
  const again = lookedAtAgain(decisions, now);
  expect(again.map((one) => one.item.paragraph)).toEqual(["a"]);
  expect(again[0]?.item.plenary_words?.words).toBe("else");
});

test("filters show what is left, and the counts say how much", () => {
  const outcome = { became: "taken" as const, note: null, result: null, at: "2026-03-01T11:00:00Z" };
  const items = [
    item("clean"),
    item("changed_here_too"),
    item("agreed_meanwhile"),
    item("unchanged"),
    item("clean", { outcome }),
  ];
  expect(countsOf(items, reported)).toEqual({ left: 3, clean: 1, choose: 1, agreed: 1, settled: 1, all: 4 });
  expect(items.map((one) => isShown(one, reported, "left"))).toEqual([true, true, true, false, false]);
  expect(items.map((one) => isShown(one, reported, "settled"))).toEqual([false, false, false, false, true]);
});

test("what is sent names the words that were seen on both sides", () => {
  expect(sent(decisionOn(item("clean"), "returned", { note: " Shorter, please. " }))).toEqual({
    paragraph: "p-clean",
    plenary_hash: "hash of before",
    group_hash: "hash of after",
    take: "returned",
    runs: null,
    structure: false,
    mark: false,
    note: "Shorter, please.",
  });
  expect(sent(decisionOn(item("added", { plenary_words: null }), "taken")).plenary_hash).toBeNull();
});
