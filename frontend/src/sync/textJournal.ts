import * as Y from "yjs";
import { contentHash, type Run, runsOf } from "../editor/canonical";
import type { CopyKey, Kept, Standing } from "./journalStore";

/** One change of a text, until the server has it (own) or because later own ones rest on it. */
export interface Entry {
  readonly n: number;
  update: Uint8Array;
  own: boolean;
  /** It met a socket by itself; such an entry is not merged with later ones. */
  sent: boolean;
  at: number;
  /** When the page was last in touch with the server before or while it was typed. */
  since: number;
  /** How much of it is on the device. */
  stored: "no" | "own" | "seen";
}

/** The origin of words that come back from the journal: they are in it already. */
export const restoring = Object.freeze({ name: "journal" });

/** Own changes within this time are one entry while none can be sent: "n changes" then means something to people. */
const BURST = 1_000;

let lastNumber = 0;

/** What this tab typed into one generation of a text and the server has not acknowledged (ENGINE E12). */
export class TextJournal {
  /** The text before the first own change; meaningless while there is none. */
  base: Uint8Array = EMPTY;
  /** How the paragraph stood then, as far as that is known. */
  standing: Standing | null = null;
  entries: Entry[] = [];
  baseStored = false;
  /** Rows on the device of which no entry is left here. */
  leftovers = false;

  constructor(
    readonly key: CopyKey,
    readonly document: string,
    private readonly changed: (journal: TextJournal) => void,
  ) {}

  /** How many own changes are not acknowledged. */
  get unsaved(): number {
    let n = 0;
    for (const entry of this.entries) if (entry.own) n += 1;
    return n;
  }

  get empty(): boolean {
    return this.entries.length === 0;
  }

  /** Since when the own changes have been without news from the server; null if there are none. */
  get since(): number | null {
    let since: number | null = null;
    for (const entry of this.entries) if (entry.own) since = Math.min(since ?? entry.since, entry.since);
    return since;
  }

  /**
   * Keeps an own change; `before` and `standing` tell how the text and its paragraph were, and are asked for the first
   * one only.
   */
  typed(
    update: Uint8Array,
    before: () => Uint8Array,
    { since = Date.now(), standing = () => null }: { since?: number; standing?: () => Standing | null } = {},
  ): void {
    if (this.empty) {
      this.base = before();
      this.standing = standing();
    }
    const at = Date.now();
    const last = this.entries.at(-1);
    if (last?.own && !last.sent && at - last.at < BURST) {
      last.update = Y.mergeUpdates([last.update, update]);
      last.stored = "no";
    } else this.entries.push({ n: ++lastNumber, update, own: true, sent: false, at, since, stored: "no" });
    this.changed(this);
  }

  /** Others' words, which what is typed after them may rest on. */
  seen(update: Uint8Array): void {
    if (this.empty) return;
    this.entries.push({ n: ++lastNumber, update, own: false, sent: true, at: 0, since: 0, stored: "no" });
    this.changed(this);
  }

  /** What a frame that now meets the socket carries: all own changes, or the one with these bytes. */
  carriedBy(kind: "step2" | "update", update: Uint8Array): Entry[] {
    const own = this.entries.filter((entry) => entry.own);
    const carried =
      kind === "step2" ? own : own.filter((entry) => !entry.sent && sameBytes(entry.update, update)).slice(-1);
    for (const entry of carried) entry.sent = true;
    return carried;
  }

  /** The person has seen what became of the text meanwhile: the own changes are as good as typed now. */
  refresh(now: number): void {
    for (const entry of this.entries) {
      if (!entry.own) continue;
      entry.since = now;
      entry.stored = "no";
    }
    this.changed(this);
  }

  /** The server has these. Once it has all, nothing is kept. */
  acknowledge(entries: readonly Entry[]): void {
    for (const entry of entries) entry.own = false;
    if (this.unsaved === 0) this.clear();
    else this.changed(this);
  }

  clear(): void {
    if (this.baseStored || this.entries.some((entry) => entry.stored !== "no")) this.leftovers = true;
    this.base = EMPTY;
    this.standing = null;
    this.entries = [];
    this.baseStored = false;
    this.changed(this);
  }

  /** What lies on the device under this key. */
  static kept({ copy, entries }: Kept, changed: (journal: TextJournal) => void): TextJournal {
    const { person, text, generation, tab } = copy;
    const journal = new TextJournal({ person, text, generation, tab }, copy.document, changed);
    journal.base = copy.base;
    journal.standing = copy.standing ?? null;
    journal.baseStored = true;
    for (const { n, update, own, since = copy.at } of entries) {
      journal.entries.push({ n, update, own, sent: true, at: 0, since, stored: own ? "own" : "seen" });
    }
    return journal;
  }

  /** Takes over what another tab left; it goes from there in the same writing in which it comes here. */
  absorb(other: TextJournal): void {
    // Rows without an own change among them say nothing: a crash came between two steps of tidying up.
    if (other.unsaved > 0) {
      const add = (update: Uint8Array, own: boolean, since: number) =>
        this.entries.push({ n: ++lastNumber, update, own, sent: true, at: 0, since, stored: "no" });
      if (this.empty) {
        this.base = other.base;
        this.standing = other.standing;
      } else add(other.base, false, 0);
      for (const { update, own, since } of other.entries) add(update, own, since);
      this.changed(this);
    }
    other.clear();
  }

  /** Puts everything kept into a text. */
  restore(doc: Y.Doc): void {
    if (this.empty) return;
    const apply = () => {
      Y.applyUpdate(doc, this.base, restoring);
      for (const entry of this.entries) Y.applyUpdate(doc, entry.update, restoring);
    };
    Y.transact(doc, apply, restoring, false);
  }

  /** The words with everything typed, or only as they were without what is not acknowledged. */
  words(withOwn: boolean): Run[] {
    return this.wordsWith(withOwn ? this.entries.length : 0);
  }

  /** The words with the first so many own changes: the server takes them in order, and may have some already. */
  wordsWith(own: number): Run[] {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, this.base);
    let left = own;
    for (const entry of this.entries) if (!entry.own || left-- > 0) Y.applyUpdate(doc, entry.update);
    const runs = runsOf(doc.getText("words"));
    doc.destroy();
    return runs;
  }

  /** How many own changes these words hold, if they are what the changes were made to and nothing else; else null. */
  heldBy(present: readonly Run[]): number | null {
    const hash = contentHash(present);
    for (let own = this.unsaved; own >= 0; own--) if (contentHash(this.wordsWith(own)) === hash) return own;
    return null;
  }

  /** Hash of the words that the own changes were made to. */
  baseHash(): string {
    return contentHash(this.words(false));
  }
}

const EMPTY = new Uint8Array([0, 0]);

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
