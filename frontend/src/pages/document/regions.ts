import { editorOf, focusRow } from "./view";

/** Goes round the regions of the page: the bar, the outline, the text, the strip. Always true: the key was ours. */
export function nextRegion(by: 1 | -1, current: string | null): true {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(isSeen);
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const start = here === -1 ? (by === 1 ? -1 : 0) : here;
  const region = regions[(start + by + regions.length) % regions.length];
  if (!region) return true;
  const editor = region.dataset.region === "document" && current ? editorOf(current) : null;
  if (editor) editor.focus();
  else if (region.dataset.region === "document" && current) focusRow(current);
  else firstStop(region)?.focus();
  return true;
}

function firstStop(region: HTMLElement): HTMLElement | null {
  const stops =
    '[aria-current="location"]|[data-paragraph][tabindex="0"]|a[href], button:not([disabled]), [tabindex="0"]';
  for (const selector of stops.split("|")) {
    const stop = [...region.querySelectorAll<HTMLElement>(selector)].find(isSeen);
    if (stop) return stop;
  }
  return null;
}

function isSeen(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}
