import { expect, it } from "vitest";
import { readCode, spacedCode } from "./code";

it("takes a code however it is typed, and tells the door's from a card's", () => {
  expect(readCode(" bcdf-ghjk ")).toEqual({ code: "BCDFGHJK", from: "door" });
  expect(readCode("BCDF GHJK LMNP")).toEqual({ code: "BCDFGHJKLMNP", from: "card" });
  expect(readCode("BCDF")).toBeNull();
  expect(readCode("BCDF-GHJK-L")).toBeNull();
});

it("shows a code in groups of four while it is typed", () => {
  expect(spacedCode("bcdfg")).toBe("BCDF-G");
  expect(spacedCode("BCDF-GHJK-LMNP-QRST")).toBe("BCDF-GHJK-LMNP");
  expect(spacedCode("")).toBe("");
});
