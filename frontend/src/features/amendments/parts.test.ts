import { expect, test } from "vitest";
import { plainText, type Run } from "../../editor/canonical";
import { countOfChanges, partsOf, wordsOf } from "./parts";

const words = (text: string): Run[] => [{ insert: text }];
const present = words("States should promote access.");
const result = words("All States shall promote access for all.");
const parts = partsOf(present, result);

test("each change can be taken by itself", () => {
  expect(countOfChanges(parts)).toBe(3);
  expect(plainText(wordsOf(parts, new Set([1])))).toBe("States shall promote access.");
  expect(plainText(wordsOf(parts, new Set([0, 2])))).toBe("All States should promote access for all.");
});

test("none taken leaves the words, all taken make the result", () => {
  expect(wordsOf(parts, new Set())).toEqual(present);
  expect(wordsOf(parts, new Set([0, 1, 2]))).toEqual(result);
});

test("formatting that is left out stays away", () => {
  const bold: Run[] = [
    { insert: "States " },
    { insert: "shall", attributes: { bold: true } },
    { insert: " promote access." },
  ];
  const some = partsOf(present, bold);
  expect(wordsOf(some, new Set([0]))).toEqual(bold);
  expect(wordsOf(some, new Set())).toEqual(present);
});
