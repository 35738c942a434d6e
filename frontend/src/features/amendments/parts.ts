import { canonicalRuns, type Run } from "../../editor/canonical";
import { difference, type Stretch } from "../paragraphs/difference";

/** A change that can be taken or left by itself, or words that stay as they are. */
export interface Part {
  /** Counts the changes; null where nothing changes. */
  change: number | null;
  stretches: Stretch[];
}

/** What would change, cut into the changes that can be taken one by one. */
export function partsOf(present: readonly Run[], result: readonly Run[]): Part[] {
  const parts: Part[] = [];
  let changes = 0;
  for (const stretch of difference(present, result)) {
    const last = parts.at(-1);
    if (stretch.kind === "same") parts.push({ change: null, stretches: [stretch] });
    else if (last && last.change !== null) last.stretches.push(stretch);
    else parts.push({ change: changes++, stretches: [stretch] });
  }
  return parts;
}

/** The words when only these changes are made. */
export function wordsOf(parts: readonly Part[], taken: ReadonlySet<number>): Run[] {
  return canonicalRuns(
    parts.flatMap(({ change, stretches }) => {
      const kept = change !== null && taken.has(change) ? "added" : "removed";
      return stretches.filter(({ kind }) => kind === "same" || kind === kept).flatMap(({ runs }) => runs);
    }),
  );
}

export const countOfChanges = (parts: readonly Part[]): number => parts.filter(({ change }) => change !== null).length;
