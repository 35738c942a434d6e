import { expect, test } from "vitest";
import type { DocumentMe, Paragraph, Way } from "../../api/types";
import { rightsFor, standingSentence } from "./rights";

const NOTHING = {
  write: false,
  propose: false,
  mark: false,
  confirm: false,
  on_word: false,
  structure: false,
  add: false,
  ways: false,
  manage: false,
};

function person(may: Partial<DocumentMe["may"]>, seat: DocumentMe["seat"] = "member"): DocumentMe {
  return { seat, may: { ...NOTHING, ...may }, drafts: [], offices: [] } as unknown as DocumentMe;
}

const member = person({ write: true, propose: true, add: true });
const observer = person({}, "observer");
const chair = person({ write: true, propose: true, add: true, mark: true, confirm: true, structure: true }, null);
const secretariat = person({ write: true, propose: true, on_word: true, structure: true }, null);

function of(me: DocumentMe | null, more: Partial<Paragraph> = {}, way: Way = "anyone") {
  const paragraph = { status: "not_yet_discussed", locked: false, withdrawn: false, mark: null, ...more } as Paragraph;
  return rightsFor(paragraph, way, me);
}

test("a member writes where anyone may edit, until the paragraph is marked", () => {
  expect(of(member)).toMatchObject({ write: true, draft: true, add: true, mark: null, why: "" });
  for (const status of ["agreed", "to_revisit", "no_agreement", "divergent_opinion"] as const) {
    const rights = of(member, { status });
    expect(rights).toMatchObject({ write: false, draft: true });
    expect(rights.why).not.toBe("");
  }
});

test("nobody types into a text whose category changes by proposal, the chair neither", () => {
  for (const me of [member, chair, secretariat]) {
    expect(of(me, {}, "proposal")).toMatchObject({ write: false, draft: true, add: false });
    expect(of(me, {}, "closed")).toMatchObject({ write: false, draft: false, add: false });
  }
});

test("the chair marks, and the secretariat on the chair's word", () => {
  expect(of(chair).mark).toBe("own");
  expect(of(secretariat).mark).toBe("on-word");
  expect(of(chair, { withdrawn: true }).mark).toBeNull();
});

test("only a mark that awaits confirmation can be confirmed", () => {
  const waiting = { status: "agreed", mark: { awaiting_confirmation: true } } as Partial<Paragraph>;
  expect(of(chair, waiting).confirm).toBe(true);
  expect(of(secretariat, waiting).confirm).toBe(false);
  expect(of(chair, { status: "agreed" }).confirm).toBe(false);
});

test("observers and those who are not signed in read, and are told why in a plain sentence", () => {
  for (const me of [observer, null]) {
    expect(of(me)).toMatchObject({ write: false, draft: false, add: false, mark: null, structure: false });
    expect(of(me).why).not.toBe("");
    expect(standingSentence(me)).not.toBe("");
  }
  expect(standingSentence(member)).toBe("");
});

test("a paragraph that the server does not know yet can be written in, and nothing else", () => {
  expect(of(chair, { pending: true })).toMatchObject({ write: true, draft: false, mark: null, structure: false });
});
