import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { canonicalRuns, plainText, runsOf } from "../../editor/canonical";
import { excerpt, exchanges, type FindOptions, findIn, replaced, replacing } from "./find";

const LOOSE: FindOptions = { matchCase: false, wholeWords: false, accents: false };

function places(text: string, wanted: string, words: string, options = LOOSE) {
  return exchanges(text, findIn(text, wanted, options), words, options);
}

function found(text: string, wanted: string, options: Partial<FindOptions> = {}): string[] {
  return findIn(text, wanted, { ...LOOSE, ...options }).map(({ start, end }) => text.slice(start, end));
}

test("capitals, accents and kinds of quotes do not count unless one says so", () => {
  expect(found("Résumé, resume, RESUME", "resume")).toEqual(["Résumé", "resume", "RESUME"]);
  expect(found("Résumé, resume, RESUME", "resume", { matchCase: true, accents: true })).toEqual(["resume"]);
  expect(found("Re\u0301sume\u0301 now", "resume now")).toEqual(["Re\u0301sume\u0301 now"]);
  expect(found("the group’s\u00a0work", "group's work")).toEqual(["group’s\u00a0work"]);
  expect(found("الأَعْضاء", "الأعضاء")).toEqual(["الأَعْضاء"]);
  expect(found("😀 İstanbul ISTANBUL", "istanbul")).toEqual(["İstanbul", "ISTANBUL"]);
});

test("whole words end where letters and figures do", () => {
  expect(found("act, action and react; act", "act", { wholeWords: true })).toEqual(["act", "act"]);
  expect(findIn("aaaa", "aa", LOOSE)).toHaveLength(2);
  expect(found("anything", "")).toEqual([]);
});

test("what is put in is set like what it replaces, and the rest stays as it is", () => {
  const runs = [{ insert: "Members " }, { insert: "should", attributes: { bold: true } }, { insert: " act." }];
  const text = plainText(runs);

  expect(replaced(runs, places(text, "should", "shall"))).toEqual([
    { insert: "Members " },
    { insert: "shall", attributes: { bold: true } },
    { insert: " act." },
  ]);
  expect(replaced(runs, places(text, "should", ""))).toEqual([{ insert: "Members  act." }]);
});

test("a live text becomes just what was shown beforehand", () => {
  const words = fc.array(fc.record({ insert: fc.stringMatching(/^[ab é]{1,6}$/), bold: fc.boolean() }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(words, fc.stringMatching(/^[abé]{1,2}$/), fc.string({ maxLength: 3 }), (parts, wanted, other) => {
      const runs = canonicalRuns(
        parts.map(({ insert, bold }) => ({ insert, attributes: bold ? { bold } : undefined })),
      );
      const exchanged = places(plainText(runs), wanted, other);
      const text = new Y.Doc().getText("words");
      text.applyDelta(runs);

      text.applyDelta(replacing(runs, exchanged));

      expect(runsOf(text)).toEqual(replaced(runs, exchanged));
    }),
  );
});

test("a long paragraph is shown around what is found in it", () => {
  const text = `${"before ".repeat(100)}should${" after".repeat(100)}`;
  const { earlier, later } = excerpt(text, places(text, "should", "shall"));

  expect(plainText(earlier)).toMatch(/^ … .{60}should.{60} …$/);
  expect(plainText(later)).toMatch(/^ … .{60}shall.{60} …$/);
});

test("capitals are kept where they do not count", () => {
  const text = "Recognizing, RECOGNIZING, recognizing";
  const plain = (options: FindOptions) =>
    plainText(replaced([{ insert: text }], places(text, "recognizing", "noting", options)));

  expect(plain(LOOSE)).toBe("Noting, NOTING, noting");
  expect(plain({ ...LOOSE, matchCase: true })).toBe("Recognizing, RECOGNIZING, noting");
});
