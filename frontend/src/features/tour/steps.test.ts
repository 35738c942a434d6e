import { i18n } from "@lingui/core";
import { beforeAll, expect, test } from "vitest";
import { roleOf, stepsFor } from "./steps";

beforeAll(() => i18n.loadAndActivate({ locale: "en", messages: {} }));

test("an office decides the tour before the seat does", () => {
  expect(roleOf({ seat: "member", offices: ["chair"] })).toBe("chair");
  expect(roleOf({ seat: "member", offices: ["vice-chair"] })).toBe("chair");
  expect(roleOf({ seat: null, offices: ["secretariat"] })).toBe("secretariat");
  expect(roleOf({ seat: "member", offices: [] })).toBe("delegate");
  expect(roleOf({ seat: "observer", offices: [] })).toBe("observer");
});

test("each tour can be read aloud in about thirty seconds", () => {
  for (const role of ["observer", "delegate", "chair", "secretariat"] as const) {
    const words = stepsFor(role)
      .flatMap((step) => [step.title, step.words])
      .join(" ")
      .split(/\s+/).length;
    expect(words, role).toBeLessThanOrEqual(140);
  }
});
