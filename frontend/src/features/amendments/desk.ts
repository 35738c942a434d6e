import { createStore } from "../../sync/store";
import { type Beside, type Grouped, grouped, NONE, NOTHING } from "./grouping";
import type { Proposal } from "./types";

/** An answer that was asked for before something was made has come by then. */
const ON_ITS_WAY = 15_000;

/** How the result of a proposal is being looked at. */
export interface Looking {
  paragraph: string;
  proposal: string;
}

/** Where an oral proposal is about to be entered. */
export interface Asking {
  paragraph: string;
  kind: Proposal["kind"];
}

/**
 * The proposals of one document's page, and what this person does with them just now. Rows watch their own part of it, so
 * that a change at one paragraph draws no other.
 */
export class Desk {
  readonly grouped = createStore<Grouped>(NOTHING);
  /** The proposal that is being written. */
  readonly writing = createStore<string | null>(null);
  readonly unfolded = createStore<ReadonlySet<string>>(new Set());
  /** Paragraphs whose proposals are laid over them all at once. */
  readonly together = createStore<ReadonlySet<string>>(new Set());
  readonly looking = createStore<Looking | null>(null);
  readonly asking = createStore<Asking | null>(null);
  private served: readonly Proposal[] = [];
  private readonly pending = new Map<string, Proposal>();

  /** What the server says; what it may not have known yet when it said so stays beside it. */
  take(served: readonly Proposal[]): void {
    this.served = served;
    this.group();
  }

  /** Shows a proposal before the server knows it, or before every answer that is on its way knows of it. */
  hold(proposal: Proposal): void {
    this.pending.set(proposal.id, proposal);
    if (!proposal.pending) setTimeout(() => this.pending.delete(proposal.id), ON_ITS_WAY);
    this.group();
  }

  /** The server will not have it, or it is no longer wanted. */
  drop(id: string): void {
    this.pending.delete(id);
    if (this.writing.get() === id) this.writing.set(null);
    this.group();
  }

  /** Whether this person writes a proposal, or says whose one is. */
  get busy(): boolean {
    return this.writing.get() !== null || this.asking.get() !== null;
  }

  find(id: string | null | undefined): Proposal | undefined {
    return this.grouped.get().all.find((one) => one.id === id);
  }

  at(paragraph: string): Beside {
    return this.grouped.get().beside.get(paragraph) ?? NONE;
  }

  write(id: string): void {
    const proposal = this.find(id);
    // What was written stays in sight when writing ends.
    if (proposal)
      this.unfold(proposal.stage === "draft" ? draftsOf(proposal.paragraph) : (proposal.paragraph ?? ""), true);
    this.looking.set(null);
    this.asking.set(null);
    this.writing.set(id);
  }

  /** Ends writing; only that of this one, if one is named. */
  rest(id?: string): void {
    if (id === undefined || this.writing.get() === id) this.writing.set(null);
  }

  /** This person is at another paragraph now: what they did with proposals elsewhere has ended. */
  leave(at: string | null): void {
    const writing = this.find(this.writing.get());
    if (writing?.paragraph && writing.paragraph !== at) this.writing.set(null);
    const elsewhere = (one: { paragraph: string } | null) => Boolean(one?.paragraph && one.paragraph !== at);
    if (elsewhere(this.looking.get())) this.looking.set(null);
    if (elsewhere(this.asking.get())) this.asking.set(null);
  }

  unfold(paragraph: string, on: boolean): void {
    this.unfolded.set(toggled(this.unfolded.get(), paragraph, on));
  }

  layTogether(paragraph: string, on: boolean): void {
    this.together.set(toggled(this.together.get(), paragraph, on));
  }

  /** Shows what the nth proposal on a paragraph would make of it; false if there is none. */
  look(paragraph: string, nth: number): boolean {
    const { tabled, additions } = this.at(paragraph);
    const proposal = [...tabled, ...additions][nth - 1];
    if (!proposal) return false;
    this.lookAt(proposal);
    return true;
  }

  lookAt({ id, paragraph }: Proposal): void {
    this.writing.set(null);
    this.looking.set({ proposal: id, paragraph: paragraph ?? "" });
  }

  private group(): void {
    const known = new Set(this.served.map((one) => one.id));
    const waiting = [...this.pending.values()].filter((one) => !known.has(one.id));
    this.grouped.set(grouped(waiting.length ? [...this.served, ...waiting] : this.served, this.grouped.get()));
  }
}

/** The drafts beside a paragraph unfold apart from what is tabled. */
export const draftsOf = (paragraph: string | null): string => `drafts ${paragraph ?? ""}`;

function toggled(set: ReadonlySet<string>, key: string, on: boolean): ReadonlySet<string> {
  if (set.has(key) === on) return set;
  const next = new Set(set);
  if (on) next.add(key);
  else next.delete(key);
  return next;
}
