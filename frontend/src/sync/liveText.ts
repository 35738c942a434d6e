import { HocuspocusProvider } from "@hocuspocus/provider";
import * as Y from "yjs";
import type { CaretSource } from "../editor/carets";
import { createUndoManager, wordsOf } from "../editor/ytext";
import type { Connection, Party } from "./connection";
import type { Frame } from "./frames";
import type { Standing } from "./journalStore";
import { createStore } from "./store";
import { type Entry, restoring, type TextJournal } from "./textJournal";

export interface LiveState {
  /** "new": the server does not know the text yet, it can be typed into. "denied": nothing comes or goes any more. */
  phase: "new" | "opening" | "live" | "denied";
  /** The words are here; they stay so when the line is lost. */
  synced: boolean;
  writable: boolean;
  /** Own changes that the server has not acknowledged. */
  unsaved: number;
}

/** Why a text cannot go on as it is; whoever owns it then opens it afresh, or lets it go. */
export type Ending =
  | { kind: "refused"; reason: string }
  | { kind: "resync" }
  | { kind: "generation" }
  | { kind: "denied"; reason: string };

interface LiveTextOptions {
  id: string;
  generation: number;
  connection: Connection;
  journal: TextJournal | null;
  carets: CaretSource;
  /** The server does not know the text yet. */
  isNew: boolean;
  /** How its paragraph stands. */
  standing?: () => Standing | null;
  onEnding(live: LiveText, ending: Ending): void;
}

let count = 0;

/** One text, open: its Y.Doc, its provider on the shared socket, its journal. Replaced, never reused, after an ending. */
export class LiveText implements Party {
  /** Another for each opening: give it to the editor as its React key. */
  readonly key = `live-${++count}`;
  readonly id: string;
  readonly generation: number;
  readonly doc = new Y.Doc();
  readonly words = wordsOf(this.doc);
  readonly undo = createUndoManager(this.words);
  readonly carets: CaretSource;
  readonly journal: TextJournal | null;
  readonly counted = true;
  readonly state = createStore<LiveState>({ phase: "opening", synced: false, writable: false, unsaved: 0 });
  private readonly options: LiveTextOptions;
  private provider: HocuspocusProvider | null = null;
  private leave: (() => void) | null = null;
  private before: Uint8Array | null = null;
  private whyRefused = "";
  private ended = false;
  /** Nothing of it meets the socket: own changes wait until it is known what became of the text meanwhile (ENGINE E13). */
  held = false;

  constructor(options: LiveTextOptions) {
    this.options = options;
    this.id = options.id;
    this.generation = options.generation;
    this.journal = options.journal;
    this.carets = options.carets;
    this.journal?.restore(this.doc);
    this.doc.on("beforeTransaction", (transaction: Y.Transaction) => {
      // Only the first change after a rest needs what was before it; encoding it at each keystroke would be waste. What
      // comes out of another document of this page (editing quietly) is own, though Yjs does not call it local.
      const first = this.isOwn(transaction.origin) && this.journal?.empty;
      this.before = first ? Y.encodeStateAsUpdate(this.doc) : null;
    });
    this.doc.on("update", (update: Uint8Array, origin: unknown) => this.keep(update, origin));
    if (options.isNew) this.turn({ phase: "new", synced: true, writable: true });
    else this.open();
    this.turn({ unsaved: this.journal?.unsaved ?? 0 });
  }

  get address(): string {
    return `${this.id}@${this.generation}`;
  }

  /** Nothing of it is on its way: it can be let go without losing or mixing up anything. */
  get idle(): boolean {
    const kept = this.journal !== null && !this.journal.empty;
    return !kept && this.state.get().phase !== "new" && this.options.connection.outstanding(this.address) === 0;
  }

  /** The server knows a new text now: what was typed into it goes there. */
  open(): void {
    if (this.provider || this.ended) return;
    this.turn({ phase: "opening" });
    this.leave = this.options.connection.join(this.address, this as Party);
    this.provider = new HocuspocusProvider({
      name: this.address,
      document: this.doc,
      awareness: null,
      token: "",
      websocketProvider: this.options.connection.socket,
    });
    this.provider.attach();
  }

  /** The line is about to come back after a long time: nothing is sent before it is known what happened meanwhile. */
  hold(): void {
    this.held = true;
  }

  /** Nothing happened that matters: goes on, with all that was typed. */
  resume(): void {
    if (!this.held) return;
    this.held = false;
    this.provider?.detach();
    this.provider?.attach();
  }

  /** Lets go of the provider, the document and the undo history; the journal stays. */
  destroy(): void {
    if (this.ended) return;
    this.ended = true;
    this.disconnect();
    this.turn({ phase: "denied", writable: false });
    this.undo.destroy();
    this.doc.destroy();
  }

  receive(frame: Frame): void {
    switch (frame.kind) {
      case "authenticated":
        this.turn({ phase: "live", writable: frame.scope === "read-write" && this.journal !== null });
        break;
      case "step2":
        this.turn({ synced: true });
        break;
      case "stateless":
        this.whyRefused = refusal(frame.payload) ?? this.whyRefused;
        break;
      case "denied":
        this.end(frame.reason === "generation" ? { kind: "generation" } : { kind: "denied", reason: frame.reason });
        break;
      case "close":
        this.end({ kind: "resync" });
        break;
    }
  }

  sent(kind: "step2" | "update", update: Uint8Array): Entry[] {
    return this.journal?.carriedBy(kind, update) ?? [];
  }

  acknowledged(mark: unknown): void {
    this.journal?.acknowledge(mark as Entry[]);
    this.turn({ unsaved: this.journal?.unsaved ?? 0 });
  }

  refused(): void {
    this.end({ kind: "refused", reason: this.whyRefused || "refused" });
  }

  private keep(update: Uint8Array, origin: unknown): void {
    if (!this.journal || origin === restoring) return;
    if (!this.isOwn(origin)) this.journal.seen(update);
    else {
      const since = this.options.connection.inTouch;
      const before = () => this.before ?? new Uint8Array([0, 0]);
      this.journal.typed(update, before, { since, standing: this.options.standing });
    }
    this.turn({ unsaved: this.journal.unsaved });
  }

  private isOwn(origin: unknown): boolean {
    return origin !== restoring && (this.provider === null || origin !== this.provider);
  }

  private end(ending: Ending): void {
    if (this.ended) return;
    this.disconnect();
    this.turn({ phase: "denied", writable: false });
    this.options.onEnding(this, ending);
  }

  private disconnect(): void {
    // The address first: the CLOSE that the provider sends is then known to be ours.
    this.leave?.();
    this.leave = null;
    this.provider?.destroy();
    this.provider = null;
  }

  private turn(change: Partial<LiveState>): void {
    const now = this.state.get();
    const changed = (Object.keys(change) as (keyof LiveState)[]).some((key) => now[key] !== change[key]);
    if (changed) this.state.set({ ...now, ...change });
  }
}

function refusal(payload: string): string | null {
  try {
    const said = JSON.parse(payload) as { type?: unknown; reason?: unknown };
    return said.type === "refused" && typeof said.reason === "string" ? said.reason : null;
  } catch {
    return null;
  }
}
