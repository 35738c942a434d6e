import { useEffect, useRef } from "react";
import type { DocumentMe, PageState, Paragraph } from "../../api/types";
import type { RowActions } from "../../features/paragraphs/actions";
import { nextUndecided } from "../../features/paragraphs/goto";
import { rightsFor } from "../../features/paragraphs/rights";
import { type CommandId, commandOf, isBare, type Keymap, keyOf, useKeymap } from "../../ui/keymap";
import { nextBracket } from "./nextBracket";
import { nextRegion } from "./regions";
import { type Dialog, focusRow, type View } from "./view";

export interface Keyed {
  state: PageState;
  me: DocumentMe | null;
  view: View;
  actions: RowActions;
  open: (dialog: Dialog) => void;
  /** The paragraphs that the page shows, in order. */
  shown: Paragraph[];
  onFind: () => void;
  /** Whether a proposal is being written. */
  composing: () => boolean;
  /** Ends looking at a result; false if none is looked at. */
  onEscape: () => boolean;
  /** Looks at what the nth proposal on a paragraph would make of it; false where there is none, or it is not theirs to decide. */
  onDigit: (paragraph: Paragraph, digit: number) => boolean;
}

/** A statement becomes a recommendation; whatever else it is becomes a statement. */
export function reclassify(actions: RowActions, paragraph: Paragraph): void {
  actions.kind(paragraph, paragraph.kind === "statement" ? "recommendation" : "statement");
}

/** Goes to the next paragraph that the room has not decided. */
export function goToNextUndecided({ shown, view, actions }: Pick<Keyed, "shown" | "view" | "actions">): void {
  const next = nextUndecided(shown, view.current);
  if (!next) return;
  actions.select(next.id);
  focusRow(next.id, "center");
}

/** The keys of the page, as this device has them. Letters are never taken from somebody who types. */
export function useKeys(keyed: Keyed): void {
  const [keymap] = useKeymap();
  const now = useRef({ ...keyed, keymap });
  now.current = { ...keyed, keymap };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || now.current.view.dialog) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('[role="dialog"], [role="menu"]')) return;
      if (onCommand(event, target, now.current) || (!isField(target) && onRow(event, target, now.current))) {
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

/** Whoever waits for an editor to open is already writing. */
function isAboutToWrite({ view, composing }: Keyed): boolean {
  return view.editing !== null || view.draft !== null || composing();
}

/** Commands that are for whoever reads: in a field their keys are the field's own. */
const READING_ONLY = new Set<CommandId>(["menu", "keys", "up", "down", "in", "out"]);

/** True if the key was one of a command. */
function onCommand(event: KeyboardEvent, target: Element | null, keyed: Keyed & { keymap: Keymap }): boolean {
  const id = commandOf(event, keyed.keymap);
  if (id === null) return false;
  const writing = isField(target) || isAboutToWrite(keyed);
  if (isBare(keyOf(id, keyed.keymap)) && writing) return false;
  if (READING_ONLY.has(id) && isField(target)) return false;
  return carryOut(id, target, keyed);
}

/** Does what a command says; false where it has nothing to act on. */
function carryOut(id: CommandId, target: Element | null, keyed: Keyed): boolean {
  const { state, me, view, actions, open } = keyed;
  const row = target?.closest<HTMLElement>("[data-paragraph]") ?? null;
  const find = (wanted: string | null | undefined) => state.paragraphs.find((one) => one.id === wanted);
  const paragraph = find(view.current);
  const at = find(row?.dataset.paragraph);
  const rights = () => {
    const way = state.categories.find((one) => one.id === paragraph?.category)?.way ?? "closed";
    return paragraph ? rightsFor(paragraph, way, me) : null;
  };
  switch (id) {
    case "nextRegion":
      return nextRegion(1, view.current);
    case "previousRegion":
      return nextRegion(-1, view.current);
    case "goto":
    case "keys":
      open({ kind: id });
      return true;
    case "find":
      keyed.onFind();
      return true;
    case "filter":
      document.querySelector<HTMLElement>("[data-filter]")?.click();
      return true;
    case "undecided":
      goToNextUndecided(keyed);
      return true;
    case "bracket":
      nextBracket(view, actions);
      return true;
    case "now": {
      const now = find(state.now?.paragraph);
      if (now) {
        actions.select(now.id);
        focusRow(now.id, "center");
      }
      return true;
    }
    case "history":
      if (!paragraph || paragraph.pending) return false;
      actions.panel(paragraph, "history");
      return true;
    case "add":
      if (!paragraph) return false;
      if (rights()?.add) actions.add(paragraph);
      return true;
    case "draft":
      if (!paragraph) return false;
      actions.draft(paragraph);
      return true;
    case "propose":
      if (!paragraph) return false;
      if (rights()?.propose) actions.propose(paragraph, "change");
      return true;
    case "oral":
      if (!paragraph || !rights()?.oral) return false;
      actions.oral(paragraph);
      return true;
    case "discuss":
      if (paragraph && me?.may.sitting) actions.discuss(paragraph);
      return true;
    case "agreed":
    case "to_revisit":
    case "no_agreement":
    case "divergent_opinion":
      if (!paragraph || !(me?.may.mark || me?.may.on_word)) return false;
      actions.mark(paragraph, id);
      return true;
    case "reclassify":
      if (!paragraph) return false;
      if (rights()?.structure) reclassify(actions, paragraph);
      return true;
    case "menu":
      if (!row) return false;
      row.querySelector<HTMLElement>("[data-menu]")?.click();
      return true;
    case "up":
    case "down":
      if (!at) return false;
      actions.step(at, id === "down" ? 1 : -1);
      return true;
    case "in":
    case "out": {
      if (!at || !row) return false;
      // Inward is where the lines of the row go.
      const inward = (id === "in") !== row.matches(":dir(rtl)");
      actions.level(at, inward ? 1 : -1);
      return true;
    }
  }
}

/** Keys of a paragraph that is read, the same for everybody. True if the key was one. */
function onRow(event: KeyboardEvent, target: Element | null, keyed: Keyed & { keymap: Keymap }): boolean {
  const { state, actions, shown: rows, keymap } = keyed;
  const row = target?.closest<HTMLElement>("[data-paragraph]");
  const paragraph = state.paragraphs.find((one) => one.id === row?.dataset.paragraph);
  if (!row || !paragraph) return false;
  if (event.key === "ContextMenu") {
    row.querySelector<HTMLElement>("[data-menu]")?.click();
    return true;
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  // A card that has keys of its own hears this one itself.
  if (event.key === "Escape" && target?.closest("[data-own-keys]")) return false;
  if (event.key === "Escape" && keyed.onEscape()) {
    focusRow(paragraph.id);
    return true;
  }
  if (event.key === "Escape" && target !== row) {
    focusRow(paragraph.id);
    return true;
  }
  if (target !== row) return false;
  const to: Record<string, Paragraph | undefined> = { Home: rows[0], End: rows.at(-1) };
  const end = to[event.key];
  if (event.key === "ArrowUp") actions.go(paragraph.id, -1);
  else if (event.key === "ArrowDown") actions.go(paragraph.id, 1);
  else if (event.key === "Enter" && keyed.composing()) return false;
  else if (event.key === "Enter") actions.edit(paragraph.id);
  else if (/^[1-9]$/.test(event.key))
    return keymap.bare && !isAboutToWrite(keyed) && keyed.onDigit(paragraph, Number(event.key));
  else if (end) {
    actions.select(end.id);
    focusRow(end.id, "center");
  } else return false;
  return true;
}
