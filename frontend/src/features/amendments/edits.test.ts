import { expect, test } from "vitest";
import { plainText, type Run } from "../../editor/canonical";
import { clustersOf, editsOf, reshown } from "./edits";

const words = (text: string): Run[] => (text ? [{ insert: text }] : []);
const base = words("Governments should promote the open Internet.");

const brought = (mine: string, theirs: string) => {
  const shown = reshown(base, words(mine), words(theirs));
  return { ...shown, runs: plainText(shown.runs) };
};

test("edits say which characters give way to which words", () => {
  expect(editsOf(words("one two three"), words("one 2 three four"))).toEqual([
    { from: 4, to: 7, runs: words("2"), side: 0 },
    { from: 13, to: 13, runs: words(" four"), side: 0 },
  ]);
});

test("what touches the same words is put together, what only stands beside it is not", () => {
  const edit = (from: number, to: number, side: number) => ({ from, to, runs: words("x"), side });
  expect(clustersOf([edit(5, 9, 0), edit(0, 5, 1), edit(8, 12, 2)]).map(({ from, to }) => [from, to])).toEqual([
    [0, 5],
    [5, 12],
  ]);
  expect(clustersOf([edit(3, 3, 0), edit(3, 3, 1)])).toHaveLength(1);
});

test("a proposal on words that did not change is shown as it is", () => {
  expect(reshown(base, words("Other."), base)).toEqual({ runs: words("Other."), collides: false, empty: false });
  expect(reshown(base, base, base).empty).toBe(true);
});

test("after others changed other words, a proposal is shown on them and takes nothing of theirs back", () => {
  const now = "Governments should promote the open Internet, worldwide.";
  expect(brought("All governments should promote the open Internet.", now)).toMatchObject({ collides: false });
  expect(brought("Governments shall promote the open Internet.", now)).toEqual({
    runs: "Governments shall promote the open Internet, worldwide.",
    collides: false,
    empty: false,
  });
});

test("where others changed the same words, the proposal stands and says that it collides", () => {
  const shown = brought(
    "Governments should support the open Internet.",
    "Governments should protect the open Internet.",
  );
  expect(shown).toEqual({ runs: "Governments should support the open Internet.", collides: true, empty: false });
});

test("a proposal that the text says already has nothing left", () => {
  const now = "Governments should support the open Internet.";
  expect(brought(now, now)).toEqual({ runs: now, collides: false, empty: true });
});

test("two who add at one and the same place collide", () => {
  const shown = brought(
    "Governments should promote the open Internet. And report.",
    "Governments should promote the open Internet. And pay.",
  );
  expect(shown.collides).toBe(true);
});

test("without the words it began with, a proposal is compared as it stands", () => {
  expect(plainText(reshown(null, words("New."), base).runs)).toBe("New.");
});
