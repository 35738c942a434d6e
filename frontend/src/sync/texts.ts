import { uuid7 } from "../api/ids";
import { contentHash, type Run, runsOf } from "../editor/canonical";
import type { CaretSource } from "../editor/carets";
import { type Absence, wasAway, whatHappened, wordsIfAdded } from "./absences";
import { Carrier } from "./carrier";
import type { Heir } from "./comingBack";
import type { Connection } from "./connection";
import type { Journal } from "./journal";
import type { ReturnedRow, Standing } from "./journalStore";
import { type Ending, LiveText } from "./liveText";
import { createStore, type Store, when } from "./store";
import type { TextJournal } from "./textJournal";

/** What the pool must ask of the document it belongs to. */
export interface TextsOwner {
  readonly connection: Connection;
  readonly documentId: string;
  caretsOf(text: string): CaretSource;
  /** Fetches the page state anew; false if it cannot be had now. */
  refetch(): Promise<boolean>;
  /** What the page state says of a text. */
  facts(text: string): Facts | null;
  /** Words that were not added: they are on the device already, and now want to be kept as a private draft. */
  handBack(row: ReturnedRow): void;
  /** A text was opened, or opened afresh. */
  opened?(live: LiveText): void;
  /** The last words seen of a text that is no longer attached. */
  remember(text: string, runs: Run[]): void;
}

export interface Facts {
  paragraph: string;
  generation: number;
  runs: Run[];
  standing: Standing;
}

interface Slot {
  readonly text: string;
  generation: number;
  readonly live: Store<LiveText | null>;
  /** How many rows want it attached. */
  wanted: number;
  used: number;
  /** The server does not know it yet. */
  isNew: boolean;
  /** The server said that this generation is not the present one; asked how often what is. */
  stale: number;
  /** The server does not let us read it. */
  barred: boolean;
  /**
   * Own changes have been without news for long: "held" while it is found out what happened, "asked" while their author
   * chooses. They meet no socket until then (ENGINE E13).
   */
  away: "held" | "asked" | null;
  /** Openings in the last seconds that the server asked to begin anew. */
  resyncs: number;
}

/** How many texts stay attached that nobody looks at just now, those in view included. */
export const ATTACHED_LIMIT = 80;

/** How often it is asked which generation is the present one, when the page state is behind the socket. */
const STALE_TRIES = 6;

/** A moment for the document's event to tell the new generation, before the page state is fetched for it. */
const EVENT_GRACE = 200;

const RESYNC_REST = 10_000;

/** What could not be let go because something of it was on its way is tried again after this. */
const TIDY_REST = 500;

/** The attached texts of one page: few enough, and each opened afresh when it has to be. */
export class Texts {
  private readonly slots = new Map<string, Slot>();
  private journal: Journal | null = null;
  private ready = false;
  private clock = 0;
  private tidyLater: ReturnType<typeof setTimeout> | null = null;
  private readonly carrier: Carrier;
  /** Own words that their authors must look at before they are sent. */
  readonly absences = createStore<Absence[]>([]);

  constructor(
    private readonly owner: TextsOwner,
    private readonly limit: number = ATTACHED_LIMIT,
  ) {
    this.carrier = new Carrier(this, owner);
  }

  /** The journal is open (null: nobody is signed in). Texts that wait for it are opened, those with entries first. */
  start(journal: Journal | null): void {
    this.journal = journal;
    this.ready = true;
    this.carrier.start(journal);
    this.recover(journal?.pending() ?? []);
    for (const slot of this.slots.values()) if (slot.wanted > 0 || slot.isNew) this.ensure(slot);
  }

  /** Lets go of everything; what is not acknowledged stays in the journal. */
  stop(): void {
    this.ready = false;
    this.absences.set([]);
    for (const slot of this.slots.values()) {
      slot.away = null;
      slot.live.get()?.destroy();
      slot.live.set(null);
    }
  }

  /** The present opening of a text, null while it is not attached; the same store for as long as the page lives. */
  live(text: string): Store<LiveText | null> {
    return this.slot(text, 0).live;
  }

  /** Wants a text attached. Returns how to want it no longer; it then stays until others need its place. */
  want(text: string, generation: number): () => void {
    const slot = this.slot(text, generation);
    slot.wanted += 1;
    slot.used = ++this.clock;
    this.setGeneration(text, generation);
    this.ensure(slot);
    let wanted = true;
    return () => {
      if (!wanted) return;
      wanted = false;
      slot.wanted -= 1;
      slot.used = ++this.clock;
      this.tidy();
    };
  }

  /** Opens a text that the server does not know yet (ENGINE E15). */
  attachNew(text: string): void {
    const slot = this.slot(text, 1);
    slot.generation = 1;
    slot.isNew = true;
    this.ensure(slot);
  }

  /** The server knows the new text now. */
  confirmNew(text: string, generation: number): void {
    const slot = this.slot(text, generation);
    slot.isNew = false;
    // Asked for before the server knew it, it was denied.
    slot.barred = false;
    const live = slot.live.get();
    if (live?.generation === generation) live.open();
    else this.setGeneration(text, generation);
    if (slot.wanted > 0) this.ensure(slot);
  }

  /** The server will not have the new text: what was typed into it goes back to the person. */
  dropNew(text: string, reason: string): void {
    const slot = this.slot(text, 1);
    const live = slot.live.get();
    slot.isNew = false;
    slot.barred = true;
    if (!live) return;
    this.giveBack(live.journal, runsOf(live.words), "not_added", reason);
    this.close(slot);
  }

  /** The page state names a text's generation; an earlier copy does not flow back by itself (ENGINE E11). */
  setGeneration(text: string, generation: number): void {
    const slot = this.slots.get(text);
    if (!slot || generation <= slot.generation) return;
    if (slot.away) this.giveUpHolding(slot);
    slot.generation = generation;
    slot.barred = false;
    const live = slot.live.get();
    if (live) this.replaceStale(slot, live);
    else if (slot.wanted > 0) this.ensure(slot);
  }

  /**
   * A text was split or joined. Call before `setGeneration`: what was on its way there finds its place in the heirs by
   * comparison (ENGINE E16). A text of which nothing is left comes with the generation it had.
   */
  cut(text: string, generation: number, heirs: Heir[]): void {
    this.carrier.cut(text, generation, heirs);
    const slot = this.slots.get(text);
    const live = slot?.live.get();
    const gone = !heirs.some((heir) => heir.text === text);
    if (!slot || !live || !gone || slot.away) return;
    this.carrier.carry(live, generation);
    this.replace(slot, live);
  }

  /** A new socket is about to open: what has waited for long is looked at first (ENGINE E13). */
  renewed(): void {
    for (const slot of this.slots.values()) {
      const live = slot.live.get();
      if (!live || slot.isNew || slot.away || !this.isOurs(live) || !wasAway(live.journal)) continue;
      slot.away = "held";
      live.hold();
    }
  }

  /** The line is there: finds out what became of the texts whose words are held back. */
  async judge(): Promise<void> {
    const held = () => [...this.slots.values()].filter((slot) => slot.away === "held");
    if (held().length === 0 || !(await this.owner.refetch())) return;
    for (const slot of held()) this.decide(slot);
  }

  /** The words of a text as they will be once the held ones are added; null while the text is not attached. */
  ifAdded(text: string): Run[] | null {
    const live = this.slots.get(text)?.live.get();
    const journal = this.journal?.pending(text).at(-1);
    return live?.state.get().synced && journal ? wordsIfAdded(live, journal) : null;
  }

  /** The person has chosen: their words go where those of others are, become a private draft, or are let go. */
  choose(text: string, choice: "add" | "keep" | "discard"): void {
    const slot = this.slots.get(text);
    const absence = this.absences.get().find((one) => one.text === text);
    if (!slot || !absence) return;
    for (const journal of this.journal?.pending(text) ?? []) {
      if (choice === "add") journal.refresh(Date.now());
      else if (choice === "keep") this.giveBack(journal, journal.words(true), "absence", "chosen");
      else journal.clear();
    }
    void this.journal?.flush();
    this.release(slot);
  }

  /** Rights or the login changed: tries again what was denied. */
  retry(): void {
    for (const slot of this.slots.values()) {
      const live = slot.live.get();
      if (slot.barred) {
        slot.barred = false;
        if (slot.wanted > 0) this.ensure(slot);
      } else if (live?.state.get().phase === "denied" && slot.stale === 0) this.replace(slot, live);
    }
  }

  /** True when all own changes of a text are acknowledged, false when the time is up (ENGINE E15). */
  async settled(text: string, ms = 5_000): Promise<boolean> {
    const live = this.slots.get(text)?.live.get();
    return live ? when(live.state, (state) => state.unsaved === 0, ms) : true;
  }

  /** Hash of the words as they stand here; null if the text is not attached. */
  hashOf(text: string): string | null {
    const live = this.slots.get(text)?.live.get();
    return live?.state.get().synced ? contentHash(runsOf(live.words)) : null;
  }

  /** Compares a sample of the server's words with these; false if they differ though they should not (ENGINE E3). */
  agrees(sample: { text: string; generation: number; hash: string }): boolean {
    const live = this.slots.get(sample.text)?.live.get();
    if (!live || live.generation !== sample.generation) return true;
    const { phase, synced, unsaved } = live.state.get();
    if (phase !== "live" || !synced || unsaved > 0) return true;
    return contentHash(runsOf(live.words)) === sample.hash;
  }

  /** Opens a text afresh from the server's words; own changes come back from the journal. */
  renew(text: string): void {
    const slot = this.slots.get(text);
    const live = slot?.live.get();
    if (slot && live) this.replace(slot, live);
  }

  private slot(text: string, generation: number): Slot {
    let slot = this.slots.get(text);
    if (!slot) {
      const live = createStore<LiveText | null>(null);
      slot = {
        text,
        generation,
        live,
        wanted: 0,
        used: 0,
        isNew: false,
        stale: 0,
        barred: false,
        away: null,
        resyncs: 0,
      };
      this.slots.set(text, slot);
    }
    return slot;
  }

  private ensure(slot: Slot): void {
    if (!this.ready || slot.barred || slot.away === "held" || slot.generation < 1 || slot.live.get()) return;
    slot.live.set(this.make(slot));
    this.tidy();
  }

  private make(slot: Slot): LiveText {
    // While its author chooses, a text is only read.
    const journal = slot.away ? null : this.journal?.text(slot.text, slot.generation, this.owner.documentId);
    const live = new LiveText({
      id: slot.text,
      generation: slot.generation,
      connection: this.owner.connection,
      journal: journal ?? null,
      carets: this.owner.caretsOf(slot.text),
      isNew: slot.isNew,
      standing: () => this.owner.facts(slot.text)?.standing ?? null,
      onEnding: (ended, ending) => this.ended(slot, ended, ending),
    });
    this.owner.opened?.(live);
    return live;
  }

  private decide(slot: Slot): void {
    const facts = this.owner.facts(slot.text);
    const journal = this.journal?.pending(slot.text).at(-1);
    if (!journal) {
      this.release(slot);
      return;
    }
    // Of another document, or not to be seen any more: the words stay on this device.
    if (!facts) return;
    if (facts.generation > slot.generation) {
      this.setGeneration(slot.text, facts.generation);
      return;
    }
    const absence = whatHappened(journal, facts);
    const live = slot.live.get();
    if (!absence) {
      slot.away = null;
      if (live) live.resume();
      else this.ensure(slot);
      return;
    }
    slot.away = "asked";
    if (live) this.replace(slot, live);
    else this.ensure(slot);
    this.absences.set([...this.absences.get().filter((one) => one.text !== slot.text), absence]);
  }

  /** Own changes are no longer held back. */
  private release(slot: Slot): void {
    const live = slot.live.get();
    slot.away = null;
    this.absences.set(this.absences.get().filter((one) => one.text !== slot.text));
    if (live) this.replace(slot, live);
    else this.ensure(slot);
  }

  /** The text has become another one while its author was away: what they had is offered beside it. */
  private giveUpHolding(slot: Slot): void {
    slot.away = null;
    this.absences.set(this.absences.get().filter((one) => one.text !== slot.text));
    for (const journal of this.journal?.pending(slot.text) ?? []) this.offer(journal, journal.words(true));
  }

  private close(slot: Slot): void {
    slot.live.get()?.destroy();
    slot.live.set(null);
  }

  private replace(slot: Slot, live: LiveText): void {
    if (slot.live.get() !== live) return;
    // One step for whoever watches: the old opening gives way to the new one, never to nothing.
    live.destroy();
    slot.live.set(this.ready ? this.make(slot) : null);
  }

  private ended(slot: Slot, live: LiveText, ending: Ending): void {
    if (slot.live.get() !== live) return;
    switch (ending.kind) {
      case "refused":
        this.giveBack(live.journal, runsOf(live.words), "not_added", ending.reason);
        this.replace(slot, live);
        break;
      case "resync":
        this.resync(slot, live);
        break;
      case "generation":
        void this.askGeneration(slot, live);
        break;
      case "denied":
        this.denied(slot, live, ending.reason);
        break;
    }
  }

  private denied(slot: Slot, live: LiveText, reason: string): void {
    if (reason === "schema") {
      this.owner.connection.mark({ outdated: true });
      return;
    }
    if (reason === "sign-in") {
      this.owner.connection.mark({ signedOut: true });
      return;
    }
    // Reading was lost, or the text is gone. What was typed goes back to the person; nothing more can come of it.
    if (this.isOurs(live)) this.giveBack(live.journal, runsOf(live.words), "not_added", reason);
    slot.barred = true;
    this.close(slot);
  }

  /** Begins anew at once, but not for ever at full speed. */
  private resync(slot: Slot, live: LiveText): void {
    slot.resyncs += 1;
    setTimeout(() => {
      slot.resyncs -= 1;
    }, RESYNC_REST);
    const wait = slot.resyncs < 4 ? 0 : 250 * 2 ** Math.min(slot.resyncs, 6);
    if (wait === 0) this.replace(slot, live);
    else setTimeout(() => this.replace(slot, live), wait);
  }

  /** The server has another generation: the document's event or the page state tells which. */
  private async askGeneration(slot: Slot, live: LiveText): Promise<void> {
    if (!this.isOurs(live)) return this.close(slot);
    for (slot.stale = 1; slot.stale <= STALE_TRIES; slot.stale++) {
      await pause(EVENT_GRACE * 2 ** (slot.stale - 1) * (1 + Math.random()));
      if (slot.live.get() !== live) return;
      await this.owner.refetch();
      if (slot.live.get() !== live) return;
      this.setGeneration(slot.text, this.owner.facts(slot.text)?.generation ?? 0);
      if (slot.live.get() !== live) return;
    }
    slot.stale = 0;
    slot.barred = true;
    this.close(slot);
  }

  /** A copy of an earlier generation: what it holds unsent is offered, then the present one is opened. */
  private replaceStale(slot: Slot, live: LiveText): void {
    slot.stale = 0;
    if (!this.carrier.carry(live, slot.generation)) this.offer(live.journal, runsOf(live.words));
    this.replace(slot, live);
  }

  /** Words found on the device that belong to another document wait until that one is opened. */
  private isOurs(live: LiveText): boolean {
    return live.journal === null || live.journal.empty || live.journal.document === this.owner.documentId;
  }

  /** Own changes from a tab that died or a laptop that was closed: each is looked at, on screen or not (ENGINE E12). */
  recover(journals: TextJournal[]): void {
    for (const journal of journals) {
      const { text, generation } = journal.key;
      const facts = this.owner.facts(text);
      const slot = this.slot(text, Math.max(generation, facts?.generation ?? 0));
      const live = slot.live.get();
      if (facts && facts.generation > generation) this.offer(journal, journal.words(true));
      else if (wasAway(journal) && !slot.isNew) {
        slot.away ??= "held";
        live?.hold();
      } else if (live?.journal === journal) this.replace(slot, live);
      else this.ensure(slot);
    }
    void this.judge();
  }

  /** Words of an earlier generation become a private draft unless the present words say the same. */
  private offer(journal: TextJournal | null, runs: Run[]): void {
    if (!journal || journal.empty) return;
    const present = this.owner.facts(journal.key.text)?.runs;
    if (present && contentHash(present) === contentHash(runs)) journal.clear();
    else this.giveBack(journal, runs, "absence", "generation");
  }

  private giveBack(journal: TextJournal | null, runs: Run[], origin: ReturnedRow["origin"], reason: string): void {
    if (!journal || !this.journal || journal.unsaved === 0) {
      journal?.clear();
      return;
    }
    const baseHash = journal.baseHash();
    // Typed and taken back again, or only sent twice: there is nothing to give.
    if (contentHash(runs) === baseHash) {
      journal.clear();
      return;
    }
    const row: ReturnedRow = {
      id: uuid7(),
      person: this.journal.person,
      document: journal.document,
      text: journal.key.text,
      paragraph: this.owner.facts(journal.key.text)?.paragraph ?? null,
      runs,
      baseHash,
      origin,
      reason,
      at: Date.now(),
    };
    void this.journal.giveBack([row], journal).then(() => this.owner.handBack(row));
  }

  /** Detaches what has not been looked at for longest, as far as nothing of it is on its way. */
  private tidy(): void {
    const attached = [...this.slots.values()].filter((slot) => slot.live.get());
    let over = attached.length - this.limit;
    if (over <= 0) return;
    let busy = false;
    attached.sort((a, b) => a.used - b.used);
    for (const slot of attached) {
      const live = slot.live.get();
      if (over <= 0) return;
      if (slot.wanted > 0 || !live) continue;
      if (!live.idle) {
        busy = true;
        continue;
      }
      if (live.state.get().synced) this.owner.remember(slot.text, runsOf(live.words));
      this.close(slot);
      over -= 1;
    }
    if (busy) this.tidyLater ??= setTimeout(() => this.tidyNow(), TIDY_REST);
  }

  private tidyNow(): void {
    this.tidyLater = null;
    if (this.ready) this.tidy();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
