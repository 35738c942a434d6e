import { useEffect, useRef } from "react";
import { useKeymap } from "../../ui/keymap";
import { canBeTaken, choicesFor, differs } from "./endorsing";
import { TAKE_KEYS } from "./endorsingWords";
import type { ComparisonItem, Take } from "./types";

export interface EndorsementKeyed {
  shown: readonly ComparisonItem[];
  current: string | null;
  endorses: boolean;
  onGo: (id: string) => void;
  onChoose: (item: ComparisonItem, take: Take) => void;
  onEverything: () => void;
  onKeys: () => void;
}

const FIELDS = "input:not([type='radio']):not([type='checkbox']), select, textarea, [contenteditable='true']";

/** Goes through the paragraphs and decides on them by keys, outside fields, dialogs and menus. */
export function useEndorsementKeys(keyed: EndorsementKeyed): void {
  const [{ bare }] = useKeymap();
  const now = useRef({ ...keyed, bare });
  now.current = { ...keyed, bare };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (document.querySelector("[role='dialog']") || target?.closest(`${FIELDS}, [role='menu']`)) return;
      if (carryOut(event, target, now.current)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function carryOut(
  event: KeyboardEvent,
  target: Element | null,
  { shown, current, endorses, bare, onGo, onChoose, onEverything, onKeys }: EndorsementKeyed & { bare: boolean },
): boolean {
  const at = shown.findIndex((one) => one.paragraph === current);
  const item = shown[at];
  const go = (index: number) => {
    const next = shown[Math.max(0, Math.min(shown.length - 1, index))];
    if (next) onGo(next.paragraph);
    return next !== undefined;
  };
  const onItem = target?.matches("[data-item]") || target === document.body;
  switch (event.key) {
    case "ArrowDown":
      return onItem && !event.shiftKey && go(at + 1);
    case "ArrowUp":
      return onItem && !event.shiftKey && go(at - 1);
    case "Home":
      return Boolean(target?.matches("[data-item]")) && go(0);
    case "End":
      return Boolean(target?.matches("[data-item]")) && go(shown.length - 1);
    case "Enter": {
      const first = item && choicesFor(item)[0];
      if (!endorses || !item || !first || !target?.matches("[data-item]") || !isOpen(item)) return false;
      onChoose(item, first);
      return true;
    }
    case "?":
      if (!bare) return false;
      onKeys();
      return true;
  }
  if (!bare) return false;
  if (event.code === "KeyJ" && !event.shiftKey) return go(at + 1);
  if (event.code === "KeyK" && !event.shiftKey) return go(at - 1);
  if (!endorses) return false;
  if (event.code === "KeyT" && event.shiftKey) {
    onEverything();
    return true;
  }
  const take = event.shiftKey ? undefined : TAKE_KEYS[event.code];
  if (!take || !item || !choicesFor(item).includes(take) || !isOpen(item)) return false;
  onChoose(item, take);
  return true;
}

function isOpen(item: ComparisonItem): boolean {
  return differs(item) && (item.outcome === null || canBeTaken(item) || item.state !== "unchanged");
}
