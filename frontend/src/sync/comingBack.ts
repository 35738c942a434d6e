import type { Run } from "../editor/canonical";
import { apply, type Delta, difference, push, rebase } from "../editor/delta";

/** A text that holds words of one that was split or joined. */
export interface Heir {
  text: string;
  generation: number;
  runs: Run[];
}

/** What words in flight do to one of the heirs. */
export interface Part {
  heir: Heir;
  delta: Delta;
  /** Its words with them. */
  runs: Run[];
}

/**
 * Finds where words in flight belong when the text they were typed into was split or joined (ENGINE E16): by comparison,
 * since the heirs are other texts or other generations. Null if the same stretch was changed by others: then a person
 * must look.
 */
export function partsOf(base: readonly Run[], mine: readonly Run[], heirs: readonly Heir[]): Part[] | null {
  const theirs = difference(
    base,
    heirs.flatMap((heir) => heir.runs),
  );
  const own = difference(base, mine);
  if (clash(theirs, own)) return null;
  const moved = rebase(own, theirs, false);
  return cut(
    moved,
    heirs.map((heir) => lengthOf(heir.runs)),
  ).flatMap((delta, i) => {
    const heir = heirs[i];
    return heir && delta.some((op) => !("retain" in op) || op.attributes)
      ? [{ heir, delta, runs: apply(heir.runs, delta) }]
      : [];
  });
}

/** A part's change, for words of the heir that have moved on since; at one place what was typed first comes first. */
export function partNow({ heir, delta }: Part, now: readonly Run[]): Delta {
  return rebase(delta, difference(heir.runs, now), true);
}

function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + run.insert.length, 0);
}

/** The stretch of the words before a change in which it does something; an insertion has no length. */
function stretch(delta: Delta): { from: number; to: number; replaces: boolean } | null {
  let at = 0;
  let found: { from: number; to: number; replaces: boolean } | null = null;
  for (const op of delta) {
    const length = "insert" in op ? 0 : "retain" in op ? op.retain : op.delete;
    if (!("retain" in op) || op.attributes) {
      found ??= { from: at, to: at, replaces: false };
      found.to = at + length;
      found.replaces ||= length > 0;
    }
    at += length;
  }
  return found;
}

/** Whether two changes of the same words touch; two insertions do not, at one place either. */
function clash(one: Delta, other: Delta): boolean {
  const [a, b] = [stretch(one), stretch(other)];
  if (!a || !b || (!a.replaces && !b.replaces)) return false;
  return a.from <= b.to && b.from <= a.to;
}

/** A change of several texts laid end to end, as one of each; what is put in at a seam stays in the text before it. */
function cut(delta: Delta, lengths: readonly number[]): Delta[] {
  const out: Delta[] = lengths.map(() => []);
  let index = 0;
  let left = lengths[0] ?? 0;
  for (const op of delta) {
    if ("insert" in op) {
      push(out[index] as Delta, op);
      continue;
    }
    let rest = "retain" in op ? op.retain : op.delete;
    while (rest > 0) {
      while (left === 0 && index < lengths.length - 1) left = lengths[++index] ?? 0;
      const length = left === 0 ? rest : Math.min(rest, left);
      push(out[index] as Delta, "retain" in op ? { ...op, retain: length } : { delete: length });
      rest -= length;
      left -= Math.min(left, length);
    }
  }
  return out;
}
