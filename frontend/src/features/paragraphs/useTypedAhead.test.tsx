import { fireEvent, render, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useTypedAhead } from "./useTypedAhead";

const press = (key: string, more: object = {}) => fireEvent.keyDown(document.body, { key, ...more });

test("letters typed while an editor opens are handed over once, corrected as they were", () => {
  const { result } = renderHook(useTypedAhead);
  for (const key of ["W", "h", "x", "Backspace", "y", "?", " ", "é"]) press(key);
  press("Enter", { shiftKey: true });
  press("😀");
  expect(result.current.take()).toBe("Why? é\n😀");
  press("z");
  expect(result.current.take()).toBe("");
});

test("commands, fields and what comes after leaving are not taken for letters", () => {
  const { result, unmount } = renderHook(useTypedAhead);
  press("k", { ctrlKey: true });
  press("ArrowDown");
  press("Escape");
  const field = render(<input aria-label="elsewhere" />).getByRole("textbox");
  field.focus();
  expect(fireEvent.keyDown(field, { key: "a" })).toBe(true);
  expect(result.current.take()).toBe("");
  unmount();
  field.blur();
  expect(press("b")).toBe(true);
});
