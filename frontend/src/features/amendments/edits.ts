import type { Run } from "../../editor/canonical";
import { canonicalJson, canonicalRuns, plainText } from "../../editor/canonical";
import { partOfRuns } from "../../editor/delta";
import { difference } from "../paragraphs/difference";

/** Characters from here to there in the first words give way to these. */
export interface Edit {
  from: number;
  to: number;
  runs: Run[];
  /** Whose it is, among several who change the same words. */
  side: number;
}

/** What is changed together, because it touches the same words; its edits may be of several sides. */
export interface Cluster {
  from: number;
  to: number;
  edits: Edit[];
}

/** What somebody changed, as edits of the first words, in order. */
export function editsOf(first: readonly Run[], second: readonly Run[], side = 0): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  let open: Edit | null = null;
  for (const { kind, runs } of difference(first, second)) {
    const { length } = plainText(runs);
    if (kind === "same") {
      open = null;
      at += length;
      continue;
    }
    if (!open) {
      open = { from: at, to: at, runs: [], side };
      edits.push(open);
    }
    if (kind === "removed") {
      open.to += length;
      at += length;
    } else open.runs = canonicalRuns([...open.runs, ...runs]);
  }
  return edits;
}

/** Puts together what touches the same words: it overlaps, or is put in at one and the same place. */
export function clustersOf(edits: readonly Edit[]): Cluster[] {
  const ordered = [...edits].sort((a, b) => a.from - b.from || a.to - b.to);
  const clusters: Cluster[] = [];
  for (const edit of ordered) {
    const last = clusters.at(-1);
    const samePlace = last && last.from === last.to && edit.from === edit.to && edit.from === last.from;
    if (last && (edit.from < last.to || samePlace)) {
      last.to = Math.max(last.to, edit.to);
      last.edits.push(edit);
    } else clusters.push({ from: edit.from, to: edit.to, edits: [edit] });
  }
  return clusters;
}

/** What one side makes of the words of a cluster. */
export function versionOf(first: readonly Run[], cluster: Cluster, side: number): Run[] {
  const out: Run[] = [];
  let at = cluster.from;
  for (const edit of cluster.edits) {
    if (edit.side !== side) continue;
    out.push(...partOfRuns(first, at, edit.from), ...edit.runs);
    at = edit.to;
  }
  out.push(...partOfRuns(first, at, cluster.to));
  return canonicalRuns(out);
}

const [MINE, THEIRS] = [0, 1];

/** A proposal as it reads on the words as they are now. */
export interface Reshown {
  /** What would be the words, were it accepted whole. */
  runs: Run[];
  /** It changes words that were changed otherwise since it began. */
  collides: boolean;
  /** Nothing of it is left to do. */
  empty: boolean;
}

/**
 * Brings what somebody proposed from the words that they began with to the words as they are now. Where both were
 * changed, the proposal's words stand, and `collides` says so; the server's preview has the last word.
 */
export function reshown(base: readonly Run[] | null, proposed: readonly Run[], present: readonly Run[]): Reshown {
  const now = canonicalJson(present);
  if (base === null || canonicalJson(base) === now) {
    return { runs: canonicalRuns(proposed), collides: false, empty: canonicalJson(proposed) === now };
  }
  let collides = false;
  const out: Run[] = [];
  let at = 0;
  for (const cluster of clustersOf([...editsOf(base, proposed, MINE), ...editsOf(base, present, THEIRS)])) {
    out.push(...partOfRuns(base, at, cluster.from));
    at = cluster.to;
    const [mine, theirs] = [MINE, THEIRS].map((side) => cluster.edits.some((edit) => edit.side === side));
    const version = versionOf(base, cluster, mine ? MINE : THEIRS);
    if (mine && theirs && canonicalJson(version) !== canonicalJson(versionOf(base, cluster, THEIRS))) collides = true;
    out.push(...version);
  }
  out.push(...partOfRuns(base, at, plainText(base).length));
  const runs = canonicalRuns(out);
  return { runs, collides, empty: canonicalJson(runs) === now };
}
