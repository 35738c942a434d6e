import type { Paragraph, Status } from "../../api/types";
import type { SittingDialog } from "../../features/meetings/SittingMenu";
import type { PanelAbout } from "../../features/paragraphs/actions";

/** What lies over the page, if anything. */
export type Dialog =
  | { kind: "mark"; id: string; status?: Status }
  | { kind: "marked" | "move" | "origin" | "placeholders" | "withdraw" | "restore"; id: string }
  | { kind: "numbers" | "download" | "goto" | "keys" | "outline" | "document" | "tour" }
  | { kind: "sitting"; about: SittingDialog }
  | { kind: "category"; category?: string; after?: string };

/** Where this person is on the page, and what they are doing there. */
export interface View {
  current: string | null;
  editing: string | null;
  /** The paragraph whose words somebody tried to change and may not. */
  hint: string | null;
  draft: { paragraph: string; id: string } | null;
  dialog: Dialog | null;
  /** What the end side shows, if it is open. */
  panel: { paragraph: string; about: PanelAbout } | null;
  withdrawnShown: boolean;
}

export const READING: View = {
  current: null,
  editing: null,
  hint: null,
  draft: null,
  dialog: null,
  panel: null,
  withdrawnShown: false,
};

/** The paragraphs that the page shows. */
export function shownOf(paragraphs: Paragraph[], withdrawnShown: boolean): Paragraph[] {
  return withdrawnShown ? paragraphs : paragraphs.filter((one) => !one.withdrawn);
}

export function rowOf(id: string): HTMLElement | null {
  return document.getElementById(`p-${id}`);
}

/** The editor that is open in a row, if one is. */
export function editorOf(id: string): HTMLElement | null {
  return rowOf(id)?.querySelector<HTMLElement>('[contenteditable="true"]') ?? null;
}

/** Shows a row, and gives it the keyboard. Rows off screen have only a guessed height, so the place is set once more after they are laid out. */
export function focusRow(id: string, block: ScrollLogicalPosition = "nearest", tries = 6): void {
  const row = rowOf(id);
  if (!row) {
    // A row that was left out by filters is drawn once somebody goes to it.
    if (tries > 0) requestAnimationFrame(() => focusRow(id, block, tries - 1));
    return;
  }
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block });
  requestAnimationFrame(() => rowOf(id)?.scrollIntoView({ block }));
}
