import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Run } from "../editor/canonical";
import { canonicalJson, plainText } from "../editor/canonical";
import { partNow, partsOf } from "./comingBack";

const runs = (words: string): Run[] => (words ? [{ insert: words }] : []);
const heir = (text: string, words: string) => ({ text, generation: 2, runs: runs(words) });
const shown = (parts: ReturnType<typeof partsOf>) =>
  parts && Object.fromEntries(parts.map(({ heir: { text }, runs: words }) => [text, plainText(words)]));

describe("words in flight when a text was split or joined (E16)", () => {
  it("come back at the right half", () => {
    const halves = [heir("first", "The Group "), heir("second", "recommends this.")];
    const base = runs("The Group recommends this.");
    expect(shown(partsOf(base, runs("The whole Group recommends this."), halves))).toEqual({
      first: "The whole Group ",
    });
    expect(shown(partsOf(base, runs("The Group recommends this. Now."), halves))).toEqual({
      second: "recommends this. Now.",
    });
    expect(partsOf(base, base, halves)).toEqual([]);
  });

  it("are taken out on both sides of the seam", () => {
    const halves = [heir("first", "one two "), heir("second", "three four")];
    expect(shown(partsOf(runs("one two three four"), runs("one four"), halves))).toEqual({
      first: "one ",
      second: "four",
    });
  });

  it("find their place in the joined words, behind those that came before them", () => {
    const joined = [heir("first", "One. Two.")];
    expect(shown(partsOf(runs("Two."), runs("And two."), joined))).toBeNull();
    expect(shown(partsOf(runs("Two."), runs("Two. Three."), joined))).toEqual({ first: "One. Two. Three." });
  });

  it("are offered when others changed the same stretch", () => {
    expect(
      partsOf(runs("promote trade"), runs("support trade"), [heir("a", "advance "), heir("b", "trade")]),
    ).toBeNull();
  });

  it("follow what was written in the heir since", () => {
    const [part] = partsOf(runs("ab"), runs("abX"), [heir("first", "a"), heir("second", "b")]) ?? [];
    expect(part && partNow(part, runs("--b"))).toEqual([{ retain: 3 }, { insert: "X" }]);
  });

  it("are all there, wherever the text was split and whatever was typed", () => {
    const words = fc.string({ unit: fc.constantFrom("a", "b", " ", "."), maxLength: 12 });
    fc.assert(
      fc.property(words, fc.nat(12), fc.nat(12), words, (base, at, seam, typed) => {
        const mine = base.slice(0, at) + typed + base.slice(at);
        const cut = Math.min(seam, base.length);
        const heirs = [heir("first", base.slice(0, cut)), heir("second", base.slice(cut))];
        const parts = partsOf(runs(base), runs(mine), heirs);
        const now = heirs.flatMap((one) => parts?.find((part) => part.heir === one)?.runs ?? one.runs);
        expect(canonicalJson(now)).toBe(canonicalJson(runs(mine)));
      }),
    );
  });
});
