import { expect, test } from "vitest";
import { Shelf } from "./beside";
import type { DocumentSession } from "./session";

const page = {} as DocumentSession;

test("the list of a paragraph stays the same object while nothing beside it changed", () => {
  const shelf = new Shelf<{ id: string; paragraph: string }>();
  const [one, two] = [
    { id: "1", paragraph: "a" },
    { id: "2", paragraph: "b" },
  ];
  shelf.take(page, [one, two]);
  const before = shelf.of(page).get();
  shelf.take(page, [one, { ...two }]);
  const after = shelf.of(page).get();

  expect(after.get("a")).toBe(before.get("a"));
  expect(after.get("b")).not.toBe(before.get("b"));
});

test("what is gone from the server's list is gone from the page", () => {
  const shelf = new Shelf<{ id: string; paragraph: string }>();
  shelf.take(page, [{ id: "1", paragraph: "a" }]);
  shelf.take(page, []);

  expect(shelf.of(page).get().size).toBe(0);
});
