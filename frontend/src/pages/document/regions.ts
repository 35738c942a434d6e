import { focusRow } from "./view";

/** Goes round the regions of the page: the bar, the outline, the text, the strip. Always true: the key was ours. */
export function nextRegion(by: 1 | -1, current: string | null): true {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (region) => region.getClientRects().length > 0,
  );
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const start = here === -1 ? (by === 1 ? -1 : 0) : here;
  const region = regions[(start + by + regions.length) % regions.length];
  if (!region) return true;
  if (region.dataset.region === "document" && current) focusRow(current);
  else firstStop(region)?.focus();
  return true;
}

function firstStop(region: HTMLElement): HTMLElement | null {
  return (
    region.querySelector<HTMLElement>('[aria-current="location"]') ??
    region.querySelector<HTMLElement>('[data-paragraph][tabindex="0"]') ??
    region.querySelector<HTMLElement>('a[href], button:not([disabled]), [tabindex="0"]')
  );
}
