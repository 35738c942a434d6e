import type { Run } from "../../editor/canonical";
import { canonicalJson, canonicalRuns } from "../../editor/canonical";
import { partOfRuns } from "../../editor/delta";
import { clustersOf, editsOf, versionOf } from "./edits";

/** A proposal to lay over the words: what they would be if it were accepted. */
export interface Laid {
  id: string;
  name: string;
  runs: Run[];
}

/** One way in which a stretch would read, and who proposes it. */
export interface Version {
  names: string[];
  ids: string[];
  runs: Run[];
}

/** A stretch of the words that nobody changes, or that some would have otherwise. */
export type Piece =
  | { kind: "same"; runs: Run[] }
  | { kind: "changed"; words: Run[]; versions: Version[]; collides: boolean };

/** All proposals laid over the words at once. Those who propose the same stand together; those who do not, collide. */
export function laidOver(words: readonly Run[], proposals: readonly Laid[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const keep = (to: number) => {
    const runs = canonicalRuns(partOfRuns(words, at, to));
    if (runs.length) pieces.push({ kind: "same", runs });
    at = to;
  };
  const edits = proposals.flatMap((proposal, side) => editsOf(words, proposal.runs, side));
  for (const cluster of clustersOf(edits)) {
    keep(cluster.from);
    const versions = new Map<string, Version>();
    for (const side of new Set(cluster.edits.map((edit) => edit.side))) {
      const proposal = proposals[side];
      if (!proposal) continue;
      const runs = versionOf(words, cluster, side);
      const key = canonicalJson(runs);
      const known = versions.get(key);
      if (known) {
        known.names.push(proposal.name);
        known.ids.push(proposal.id);
      } else versions.set(key, { names: [proposal.name], ids: [proposal.id], runs });
    }
    pieces.push({
      kind: "changed",
      words: canonicalRuns(partOfRuns(words, cluster.from, cluster.to)),
      versions: [...versions.values()],
      collides: versions.size > 1,
    });
    at = cluster.to;
  }
  keep(words.reduce((length, run) => length + run.insert.length, 0));
  return pieces;
}

/** The proposals that want the same words otherwise than this one does. */
export function collidingWith(id: string, pieces: readonly Piece[]): string[] {
  const others = new Set<string>();
  for (const piece of pieces) {
    if (piece.kind !== "changed" || !piece.collides) continue;
    if (!piece.versions.some((version) => version.ids.includes(id))) continue;
    for (const version of piece.versions) for (const other of version.ids) others.add(other);
  }
  others.delete(id);
  return [...others];
}
