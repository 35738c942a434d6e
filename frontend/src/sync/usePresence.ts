import { useEffect } from "react";
import { useSync } from "./DocumentSync";
import type { Coming, Person } from "./presence";
import { useStore } from "./store";

/** Everybody else on this document. */
export function usePeople(): Person[] {
  return useStore(useSync().presence.people);
}

/** Who is at one paragraph; renders again only when that changes. */
export function usePeopleAt(paragraph: string): Person[] {
  return useStore(useSync().presence.peopleAt(paragraph));
}

/** Calls when somebody came or left; a line that drops for a moment is neither. */
export function useComings(listener: (coming: Coming) => void): void {
  const { presence } = useSync();
  useEffect(() => presence.onComing(listener), [presence, listener]);
}
