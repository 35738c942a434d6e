/**
 * Takes over a caret that a person has just moved. The browser tells of it only with the next frame; an editor that
 * draws others' changes before that would put the old caret back. ProseMirror reads the page's selection by this same
 * step when it is told.
 */
export function readSelection(view: object): void {
  (view as { domObserver?: { flush(): void } }).domObserver?.flush();
}
