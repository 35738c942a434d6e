import { expect, test } from "vitest";
import { plainText, type Run } from "../../editor/canonical";
import { collidingWith, laidOver, type Piece } from "./overlay";

const words = (text: string): Run[] => (text ? [{ insert: text }] : []);
const present = words("States should promote access for all.");
const proposal = (name: string, text: string) => ({ id: name, name, runs: words(text) });

/** Pieces as short strings: "=same", "old>new(who)". */
const said = (pieces: Piece[]) =>
  pieces.map((piece) =>
    piece.kind === "same"
      ? `=${plainText(piece.runs)}`
      : `${plainText(piece.words)}>${piece.versions.map((one) => `${plainText(one.runs)}(${one.names.join("+")})`).join("|")}${piece.collides ? "!" : ""}`,
  );

test("proposals that touch different words stand side by side", () => {
  const pieces = laidOver(present, [
    proposal("Brazil", "States shall promote access for all."),
    proposal("EU", "States should promote access for all people."),
  ]);
  expect(said(pieces)).toEqual(["=States ", "should>shall(Brazil)", "= promote access for all", "> people(EU)", "=."]);
  expect(collidingWith("Brazil", pieces)).toEqual([]);
});

test("those who want the same words otherwise collide, and each is named", () => {
  const pieces = laidOver(present, [
    proposal("Brazil", "States shall promote access for all."),
    proposal("EU", "States may promote access for all."),
    proposal("Kenya", "States should promote access for everybody."),
  ]);
  expect(said(pieces)).toEqual([
    "=States ",
    "should>shall(Brazil)|may(EU)!",
    "= promote access for ",
    "all>everybody(Kenya)",
    "=.",
  ]);
  expect(collidingWith("Brazil", pieces)).toEqual(["EU"]);
  expect(collidingWith("Kenya", pieces)).toEqual([]);
});

test("those who propose the same stand together and do not collide", () => {
  const pieces = laidOver(present, [
    proposal("Brazil", "States shall promote access for all."),
    proposal("EU", "States shall promote access for all."),
  ]);
  expect(said(pieces)).toEqual(["=States ", "should>shall(Brazil+EU)", "= promote access for all."]);
});

test("a deletion collides with every change of the words", () => {
  const pieces = laidOver(present, [
    proposal("Brazil", "States shall promote access for all."),
    { id: "EU", name: "EU", runs: [] },
  ]);
  expect(said(pieces)).toEqual([
    "States should promote access for all.>(EU)|States shall promote access for all.(Brazil)!",
  ]);
});

test("no proposals leave the words as they are", () => {
  expect(said(laidOver(present, []))).toEqual(["=States should promote access for all."]);
});
