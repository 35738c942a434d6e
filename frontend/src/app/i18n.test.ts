import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { activate } from "./i18n";

test("an unknown language falls back to the first there is, and the page says so", async () => {
  await activate("xx");

  expect(i18n.locale).toBe("en");
  expect(document.documentElement.lang).toBe("en");
  expect(document.documentElement.dir).toBe("ltr");
});
