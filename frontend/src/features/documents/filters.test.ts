import { expect, test } from "vitest";
import { aParagraph } from "../../testing/pages";
import { ALL, filtersOf, isFiltering, isWanted, type Measure, withFilters } from "./filters";
import { nextVisit } from "./visits";

const measure: Measure = {
  delegation: "Brazil",
  drafted: new Set(["drafted"]),
  began: { visit: "2026-01-02T10:00:00Z", meeting: "2026-01-01", sitting: null, revision: null },
};

function shown(filters: Partial<typeof ALL>, ...paragraphs: Parameters<typeof aParagraph>[]): string[] {
  return paragraphs
    .map((one) => aParagraph(...one))
    .filter((one) => isWanted(one, { ...ALL, ...filters }, measure))
    .map((one) => one.id);
}

test("filters stand in the address, and what is not one of them is passed over", () => {
  const filters = filtersOf(new URLSearchParams("status=agreed,nonsense,to_revisit&kind=statement&mine&since=visit"));

  expect(filters).toEqual({
    status: ["agreed", "to_revisit"],
    kind: ["statement"],
    mine: true,
    bracketed: false,
    since: "visit",
  });
  expect(filtersOf(withFilters(new URLSearchParams("tour=1"), filters))).toEqual(filters);
  expect(withFilters(new URLSearchParams("tour=1&mine"), ALL).toString()).toBe("tour=1");
  expect(isFiltering(filtersOf(new URLSearchParams("since=yesterday&kind=all")))).toBe(false);
});

test("mine is what my delegation proposed, alone or with others, and what I draft beside", () => {
  expect(
    shown(
      { mine: true },
      ["own", { proposer: "brazil" }],
      ["shared", { proposer: "India, Brazil and Peru" }],
      ["other", { proposer: "Brazilian NGOs" }],
      ["drafted"],
      ["nobody's"],
    ),
  ).toEqual(["own", "shared", "drafted"]);
});

test("changed since counts from a moment, and from nothing where there was none", () => {
  const before = ["before", { changed_at: "2026-01-02T09:59:00Z" }] as const;
  const after = ["after", { changed_at: "2026-01-02T10:00:01Z" }] as const;

  expect(shown({ since: "visit" }, [...before], [...after])).toEqual(["after"]);
  expect(shown({ since: "meeting" }, [...before], [...after])).toEqual(["before", "after"]);
  expect(shown({ since: "sitting" }, [...before], [...after])).toEqual([]);
});

test("statuses are of what can have one, brackets those that are negotiated, and a new paragraph is always shown", () => {
  expect(
    shown({ status: ["not_yet_discussed"] }, ["a"], ["heading", { kind: "plain" }], ["b", { status: "agreed" }]),
  ).toEqual(["a"]);
  const held = { open: 0, placeholders: 1, unclosed: 0, unopened: 0 };
  expect(
    shown({ bracketed: true }, ["held", { brackets: held }], ["open", { brackets: { ...held, open: 1 } }]),
  ).toEqual(["open"]);
  expect(shown({ kind: ["statement"], mine: true }, ["new", { pending: true }])).toEqual(["new"]);
});

test("a visit goes on while the page is only loaded again, and begins anew after a while", () => {
  const first = nextVisit(null, "2026-01-01T10:00:00Z");
  const again = nextVisit(first, "2026-01-01T10:20:00Z");
  const nextDay = nextVisit(again, "2026-01-02T09:00:00Z");

  expect(again.before).toBeNull();
  expect(nextDay.before).toBe("2026-01-01T10:20:00Z");
  expect(nextVisit(nextDay, "2026-01-02T09:10:00Z").before).toBe("2026-01-01T10:20:00Z");
});
