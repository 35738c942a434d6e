import { useEffect, useRef } from "react";
import type { DocumentMe, PageState, Paragraph, Status } from "../../api/types";
import type { RowActions } from "../../features/paragraphs/actions";
import { nextUndecided } from "../../features/paragraphs/goto";
import { rightsFor } from "../../features/paragraphs/rights";
import { nextBracket } from "./nextBracket";
import { nextRegion } from "./regions";
import { type Dialog, focusRow, type View } from "./view";

const MARKS: Record<string, Status> = {
  Digit1: "agreed",
  Digit2: "to_revisit",
  Digit3: "no_agreement",
  Digit4: "divergent_opinion",
};

export interface Keyed {
  state: PageState;
  me: DocumentMe | null;
  view: View;
  actions: RowActions;
  open: (dialog: Dialog) => void;
  /** The paragraphs that the page shows, in order. */
  shown: Paragraph[];
}

/** Goes to the next paragraph that the room has not decided. */
export function goToNextUndecided({ shown, view, actions }: Pick<Keyed, "shown" | "view" | "actions">): void {
  const next = nextUndecided(shown, view.current);
  if (!next) return;
  actions.select(next.id);
  focusRow(next.id, "center");
}

/** The keys of the page. Letters are never taken from somebody who types; digits and the bracket go by their place on the keyboard. */
export function useKeys(keyed: Keyed): void {
  const now = useRef(keyed);
  now.current = keyed;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || now.current.view.dialog) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('[role="dialog"], [role="menu"]')) return;
      if (anywhere(event, now.current) || (!isField(target) && onRow(event, target, now.current))) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, []);
}

function isField(target: Element | null): boolean {
  return Boolean(target?.closest('input, textarea, select, [contenteditable="true"]'));
}

/** Keys that hold wherever one is, in the middle of a sentence too. True if the key was one. */
function anywhere(event: KeyboardEvent, keyed: Keyed): boolean {
  const { state, me, view, actions, open } = keyed;
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const alt = event.altKey && !event.ctrlKey && !event.metaKey;
  const paragraph = state.paragraphs.find((one) => one.id === view.current);

  if (event.key === "F6") return nextRegion(event.shiftKey ? -1 : 1, view.current);
  if (command && event.code === "KeyK") {
    open({ kind: "goto" });
    return true;
  }
  if (command && event.key === "Enter" && paragraph) {
    const way = state.categories.find((one) => one.id === paragraph.category)?.way ?? "closed";
    if (rightsFor(paragraph, way, me).add) actions.add(paragraph);
    return true;
  }
  if (alt && !event.shiftKey && event.code === "KeyN") {
    goToNextUndecided(keyed);
    return true;
  }
  if (alt && !event.shiftKey && (event.code === "BracketLeft" || event.key === "[")) {
    nextBracket(view, actions);
    return true;
  }
  if (alt && event.code === "KeyD") {
    const now = state.paragraphs.find((one) => one.id === state.now?.paragraph);
    if (event.shiftKey) {
      if (paragraph && me?.may.sitting) actions.discuss(paragraph);
    } else if (now) {
      actions.select(now.id);
      focusRow(now.id, "center");
    }
    return true;
  }
  const mark = alt && event.shiftKey ? MARKS[event.code] : undefined;
  if (mark && paragraph && (me?.may.mark || me?.may.on_word)) {
    actions.mark(paragraph, mark);
    return true;
  }
  return false;
}

/** Keys of a paragraph that is read. True if the key was one. */
function onRow(event: KeyboardEvent, target: Element | null, keyed: Keyed): boolean {
  const { state, view, actions, open, shown: rows } = keyed;
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
  // Whoever waits for an editor to open is already writing.
  if (plain && event.key === "?" && view.editing === null) {
    open({ kind: "keys" });
    return true;
  }
  const row = target?.closest<HTMLElement>("[data-paragraph]");
  const paragraph = state.paragraphs.find((one) => one.id === row?.dataset.paragraph);
  if (!row || !paragraph) return false;
  if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
    row.querySelector<HTMLElement>("[data-menu]")?.click();
    return true;
  }
  if (event.altKey && event.shiftKey && !event.ctrlKey) return structureKey(event.key, paragraph, row, actions);
  if (event.key === "Escape" && target !== row) {
    focusRow(paragraph.id);
    return true;
  }
  if (!plain || event.shiftKey || target !== row) return false;
  const to: Record<string, Paragraph | undefined> = { Home: rows[0], End: rows.at(-1) };
  const end = to[event.key];
  if (event.key === "ArrowUp") actions.go(paragraph.id, -1);
  else if (event.key === "ArrowDown") actions.go(paragraph.id, 1);
  else if (event.key === "Enter") actions.edit(paragraph.id);
  else if (end) {
    actions.select(end.id);
    focusRow(end.id, "center");
  } else return false;
  return true;
}

function structureKey(key: string, paragraph: Paragraph, row: HTMLElement, actions: RowActions): boolean {
  const inward = row.matches(":dir(rtl)") ? "ArrowLeft" : "ArrowRight";
  if (key === "ArrowUp") actions.step(paragraph, -1);
  else if (key === "ArrowDown") actions.step(paragraph, 1);
  else if (key === "ArrowLeft" || key === "ArrowRight") actions.level(paragraph, key === inward ? 1 : -1);
  else return false;
  return true;
}
