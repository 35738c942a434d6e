import { fireEvent } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { BACK, NEXT, TypedAhead } from "./typedAhead";

const ahead = new TypedAhead();
const press = (key: string, more: object = {}) => fireEvent.keyDown(document.body, { key, ...more });

afterEach(() => ahead.end());

test("letters typed while an editor opens are handed over once, corrected as they were", () => {
  ahead.begin();
  for (const key of ["W", "h", "x", "Backspace", "y", "?", " ", "é"]) press(key);
  press("Enter", { shiftKey: true });
  press("😀");
  expect(ahead.take()).toBe("Why? é\n😀");
  expect(press("z")).toBe(true);
  expect(ahead.take()).toBe("");
});

test("while a paragraph is split or joined, Enter and Backspace are kept in their order too", () => {
  ahead.begin({ enters: true });
  for (const key of ["Backspace", "a", "b", "Backspace", "Enter", "Backspace", "c"]) press(key);
  expect(ahead.take()).toBe(`${BACK}a${NEXT}${BACK}c`);
  ahead.begin();
  for (const key of ["Backspace", "d"]) press(key);
  expect(press("Enter")).toBe(true);
  expect(ahead.take()).toBe("d");
});

test("commands, letters for a field and what comes after leaving are not kept", () => {
  ahead.begin();
  press("k", { ctrlKey: true });
  press("ArrowDown");
  press("Escape");
  const field = document.body.appendChild(document.createElement("input"));
  field.focus();
  expect(fireEvent.keyDown(field, { key: "a" })).toBe(true);
  field.remove();
  press("b");
  ahead.end();
  expect(press("c")).toBe(true);
  expect(ahead.take()).toBe("");
});
