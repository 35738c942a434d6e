import type { Proposal } from "./types";

/** What stands under one paragraph; each list in the order in which they are taken up. */
export interface Beside {
  /** Tabled changes and deletions. */
  tabled: Proposal[];
  /** Tabled additions after it. */
  additions: Proposal[];
  /** Drafts that this reader sees. */
  drafts: Proposal[];
  /** Taken up on the chair's word, which the chair has yet to confirm. */
  awaiting: Proposal[];
  /** Taken up or withdrawn, the latest first. */
  past: Proposal[];
}

export const NONE: Beside = { tabled: [], additions: [], drafts: [], awaiting: [], past: [] };

/** All proposals of a document, by the paragraph that they are about. */
export interface Grouped {
  all: readonly Proposal[];
  beside: ReadonlyMap<string, Beside>;
  /** Additions before the first paragraph of a category. */
  first: ReadonlyMap<string, Beside>;
  /** Tabled ones by category. */
  counts: ReadonlyMap<string, number>;
}

export const NOTHING: Grouped = { all: [], beside: new Map(), first: new Map(), counts: new Map() };

/** The order in which they are counted 1 to 9: as they were tabled. */
export function inOrder(a: Proposal, b: Proposal): number {
  return (a.number ?? Number.POSITIVE_INFINITY) - (b.number ?? Number.POSITIVE_INFINITY) || (a.id < b.id ? -1 : 1);
}

/** Sorts proposals to where they are shown. What did not change since `before` stays the same object, so that its row is not drawn again. */
export function grouped(proposals: readonly Proposal[], before: Grouped = NOTHING): Grouped {
  const beside = new Map<string, Beside>();
  const first = new Map<string, Beside>();
  const counts = new Map<string, number>();
  for (const proposal of [...proposals].sort(inOrder)) {
    const { paragraph, category, stage } = proposal;
    const [places, key] = paragraph === null ? [first, category] : [beside, paragraph];
    let at = places.get(key);
    if (!at) {
      at = { tabled: [], additions: [], drafts: [], awaiting: [], past: [] };
      places.set(key, at);
    }
    if (stage === "draft") at.drafts.push(proposal);
    else if (stage === "tabled") {
      (proposal.kind === "addition" ? at.additions : at.tabled).push(proposal);
      counts.set(category, (counts.get(category) ?? 0) + 1);
    } else if (proposal.tabled_at !== null) {
      // Drafts that were never tabled leave no trace once they are discarded.
      at.past.push(proposal);
      if (proposal.awaiting_confirmation) at.awaiting.push(proposal);
    }
  }
  for (const at of [...beside.values(), ...first.values()]) at.past.sort(latestFirst);
  keepSame(beside, before.beside);
  keepSame(first, before.first);
  return { all: proposals, beside, first, counts: sameCounts(counts, before.counts) ? before.counts : counts };
}

function latestFirst(a: Proposal, b: Proposal): number {
  return (b.decided_at ?? b.changed_at).localeCompare(a.decided_at ?? a.changed_at);
}

function keepSame(now: Map<string, Beside>, before: ReadonlyMap<string, Beside>): void {
  for (const [key, beside] of now) {
    const was = before.get(key);
    if (was && LISTS.every((list) => sameList(beside[list], was[list]))) now.set(key, was);
  }
}

const LISTS = ["tabled", "additions", "drafts", "awaiting", "past"] as const;

const sameList = (a: readonly Proposal[], b: readonly Proposal[]) =>
  a.length === b.length && a.every((one, index) => one === b[index]);

const sameCounts = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) =>
  a.size === b.size && [...a].every(([key, count]) => b.get(key) === count);
