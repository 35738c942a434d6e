import { describe, expect, it } from "vitest";
import { fittingSize, SIZES } from "./fit";

/** Words that have room up to this many pixels. */
const upTo = (pixels: number) => (index: number) => (SIZES[index] ?? 0) <= pixels;

describe("the size of words on the wall", () => {
  it("is the largest that has room", () => {
    const index = fittingSize(upTo(100), null);
    expect(SIZES[index]).toBeLessThanOrEqual(100);
    expect(SIZES[index - 1]).toBeGreaterThan(100);
  });

  it("is the smallest where nothing has room", () => {
    expect(fittingSize(() => false, null)).toBe(SIZES.length - 1);
  });

  it("shrinks at once, and does not grow for the sake of one word", () => {
    const present = fittingSize(upTo(100), null);
    expect(fittingSize(upTo(80), present)).toBeGreaterThan(present);
    expect(fittingSize(upTo((SIZES[present - 1] ?? 0) + 1), present)).toBe(present);
    expect(fittingSize(upTo(200), present)).toBeLessThan(present);
  });
});
