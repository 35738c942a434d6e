import { expect, test } from "vitest";
import { completeLink, safeLink } from "./marks";

test.each(["https://example.org/a?b=c#d", "http://example.org", "mailto:chair@example.org"])(
  "%s may be followed",
  (link) => {
    expect(safeLink(link)).toBe(link);
  },
);

test.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "//example.org",
  "example.org",
  "",
  7,
  null,
  `https://e.org/${"x".repeat(2_000)}`,
])("%s may not be followed", (link) => {
  expect(safeLink(link)).toBeNull();
});

test.each([
  ["example.org", "https://example.org"],
  [" example.org/ab ", "https://example.org/ab"],
  ["example.org:8443/x", "https://example.org:8443/x"],
  ["chair@example.org", "mailto:chair@example.org"],
  ["http://example.org", "http://example.org"],
  ["javascript:alert(1)", null],
  ["see here", null],
  ["word", null],
  ["", null],
])("what is typed as %j is made the address %j", (typed, link) => {
  expect(completeLink(typed)).toBe(link);
});
