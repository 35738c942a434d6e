import { expect, test } from "vitest";
import { nextPath } from "./next";
import { passwordFault, repeatFault } from "./password";

test("a password has 10 to 200 characters", () => {
  expect(passwordFault("short", "")).toMatch(/At least 10/);
  expect(passwordFault("x".repeat(201), "")).toMatch(/At most 200/);
  expect(passwordFault("ten chars!", "")).toBeNull();
});

test("the e-mail address is no password, however it is written", () => {
  expect(passwordFault(" Ana@Example.org", "ana@example.org")).toMatch(/must not be/);
});

test("both typings of a password must be the same", () => {
  expect(repeatFault("a", "b")).not.toBeNull();
  expect(repeatFault("a", "a")).toBeNull();
});

test("after signing in one goes on to a page of this site and to no other", () => {
  expect(nextPath("?next=%2Fgroups%2F1%3Fx%3D2")).toBe("/groups/1?x=2");
  expect(nextPath("?next=https%3A%2F%2Fevil.example")).toBe("/");
  expect(nextPath("?next=%2F%2Fevil.example")).toBe("/");
  expect(nextPath("?next=%2F%5Cevil.example")).toBe("/");
  expect(nextPath("?next=%2Fsign-in%3Fnext%3D%2F")).toBe("/");
  expect(nextPath("")).toBe("/");
});
