/** Sizes of words on the wall, in pixels, from the largest. Few of them: the words do not breathe with every letter. */
export const SIZES = steps(320, 24, 0.94);

/** After a change of words they grow again only by so many steps at once, so that a deleted word moves nothing. */
const GROWS_BY = 4;

function steps(largest: number, smallest: number, factor: number): number[] {
  const sizes: number[] = [];
  for (let size = largest; size > smallest; size *= factor) sizes.push(Math.round(size));
  return [...sizes, smallest];
}

/**
 * The index in SIZES to show words at. `fits` says whether they have room at that index; `present` is where they are now
 * (null: another paragraph, nothing to be stable for). They shrink as soon as they must.
 */
export function fittingSize(fits: (index: number) => boolean, present: number | null): number {
  let [low, high] = [0, SIZES.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(middle)) high = middle;
    else low = middle + 1;
  }
  return present !== null && low < present && present - low < GROWS_BY ? present : low;
}
