import { expect, test } from "vitest";
import type { Mark, Paragraph } from "../../api/types";
import { countOf } from "./counts";

function one(status: Paragraph["status"], more: Partial<Paragraph> = {}) {
  return { status, kind: "recommendation" as const, withdrawn: false, mark: null, qualifier: null, ...more };
}

test("what is left is what was not yet discussed and what is to revisit", () => {
  const count = countOf([
    one("agreed"),
    one("agreed"),
    one("not_yet_discussed"),
    one("to_revisit"),
    one("no_agreement"),
    one("divergent_opinion"),
  ]);

  expect(count).toMatchObject({ total: 6, agreed: 2, left: 2 });
  expect(count.by).toEqual({ agreed: 2, not_yet_discussed: 1, to_revisit: 1, no_agreement: 1, divergent_opinion: 1 });
});

test("withdrawn paragraphs and headings do not count, a heading that was marked does", () => {
  const count = countOf([
    one("not_yet_discussed", { withdrawn: true }),
    one("not_yet_discussed", { kind: "plain" }),
    one("agreed", { kind: "plain", mark: {} as Mark }),
  ]);

  expect(count).toMatchObject({ total: 1, agreed: 1, left: 0 });
});

test("of what is agreed, it says how much is subject to capitals and how much has something left", () => {
  const count = countOf([
    one("agreed"),
    one("agreed", { qualifier: "ad_referendum" }),
    one("agreed", { qualifier: "except" }),
    one("agreed", { qualifier: "except", withdrawn: true }),
  ]);

  expect(count).toMatchObject({ agreed: 3, adReferendum: 1, except: 1, left: 0 });
});
