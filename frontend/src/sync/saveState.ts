import type { Connection } from "./connection";
import type { Journal } from "./journal";
import type { Returns } from "./returned";
import { createStore } from "./store";

export interface SaveState {
  /** "saved": the server has everything. "saving": on its way. "kept": on this device. "notAdded": look at the paragraph. */
  state: "saved" | "saving" | "kept" | "notAdded" | "offline";
  /** Changes (saving, kept) or paragraphs (notAdded). */
  n: number;
  /** What is kept outlives this window; false where the browser allows no storage. */
  durable: boolean;
}

/** Between keystrokes nothing flickers: *saved* is said after this rest, and is never said too early. */
const REST = 400;

/** What has been on its way for so long is called kept on this device. */
const SLOW = 3_000;

/** Works out what the page says of its changes, from the journal, the line and what was not added. */
export class SaveWatch {
  readonly state = createStore<SaveState>({ state: "saved", n: 0, durable: true });
  private journal: Journal | null = null;
  private stops: (() => void)[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private since: number | null = null;
  private emptySince = 0;

  constructor(
    private readonly connection: Connection,
    private readonly returns: Returns,
  ) {}

  start(): () => void {
    this.stops = [
      this.connection.state.subscribe(() => this.look()),
      this.returns.notices.subscribe(() => this.look()),
    ];
    this.look();
    return () => {
      for (const stop of this.stops) stop();
      this.stops = [];
      if (this.timer !== null) clearTimeout(this.timer);
      this.timer = null;
    };
  }

  watch(journal: Journal | null): void {
    this.journal = journal;
    if (!journal) return;
    this.stops.push(
      journal.count.subscribe(() => this.look()),
      journal.durable.subscribe(() => this.look()),
    );
    this.look();
  }

  private look(): void {
    const n = this.journal?.count.get() ?? 0;
    const now = Date.now();
    if (n > 0) this.since ??= now;
    else if (this.since !== null) {
      this.since = null;
      this.emptySince = now;
    }
    this.say(n, now);
  }

  private say(n: number, now: number): void {
    const durable = this.journal?.durable.get() ?? true;
    const line = this.connection.state.get().state;
    const notAdded = this.returns.notices.get().filter((notice) => notice.reason !== "chosen").length;
    const before = this.state.get();
    let next: SaveState = { state: "saved", n: 0, durable };
    if (notAdded > 0) next = { state: "notAdded", n: notAdded, durable };
    else if (n > 0) {
      const slow = this.since !== null && now - this.since >= SLOW;
      next = { state: line !== "online" || slow ? "kept" : "saving", n, durable };
      if (next.state === "saving") this.again(SLOW - (now - (this.since ?? now)));
    } else if (line === "offline") next = { state: "offline", n: 0, durable };
    else if (before.state === "saving" && now - this.emptySince < REST) {
      this.again(REST - (now - this.emptySince));
      return;
    }
    // While typing, the number of changes on their way is nobody's concern and would re-render at each key.
    if (
      next.state === before.state &&
      next.durable === before.durable &&
      (next.n === before.n || next.state === "saving")
    ) {
      return;
    }
    this.state.set(next);
  }

  private again(ms: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.look();
    }, ms);
  }
}
