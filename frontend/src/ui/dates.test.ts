import { expect, test } from "vitest";
import { dayWords, spanWords, today } from "./dates";

test("today is counted in UTC, as the server does", () => {
  expect(today(new Date("2014-02-28T23:30:00-05:00"))).toBe("2014-03-01");
});

test("a day does not slip by the reader's zone", () => {
  expect(dayWords("2014-03-01")).toBe("1 March 2014");
});

test("a span is written once where both days share the month", () => {
  expect(spanWords("2014-02-24", "2014-02-28")).toMatch(/^24\s?–\s?28 February 2014$/);
});

test("an open end of a span is said", () => {
  expect(spanWords("2014-02-24", null)).toBe("from 24 February 2014");
  expect(spanWords(null, "2014-02-28")).toBe("until 28 February 2014");
  expect(spanWords(null, null)).toBe("");
});
