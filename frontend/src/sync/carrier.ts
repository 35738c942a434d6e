import { uuid7 } from "../api/ids";
import { contentHash, runsOf } from "../editor/canonical";
import { comingBack } from "../editor/ytext";
import { wasAway } from "./absences";
import { type Heir, type Part, partNow, partsOf } from "./comingBack";
import type { Journal } from "./journal";
import type { ReturnedRow } from "./journalStore";
import type { LiveText } from "./liveText";
import { type Store, when } from "./store";

/** A text that cannot be written in by then gets the words as a private draft beside it. */
const PATIENCE = 8_000;

interface Attaching {
  live(text: string): Store<LiveText | null>;
  want(text: string, generation: number): () => void;
}

interface Owner {
  readonly documentId: string;
  facts(text: string): { paragraph: string } | null;
  handBack(row: ReturnedRow): void;
}

/** Brings words that were on their way to a text that was split or joined to where it went on (ENGINE E16). */
export class Carrier {
  private journal: Journal | null = null;
  private readonly cuts = new Map<string, { generation: number; heirs: Heir[] }>();

  constructor(
    private readonly texts: Attaching,
    private readonly owner: Owner,
  ) {}

  start(journal: Journal | null): void {
    this.journal = journal;
  }

  /** A text goes on, as of this generation, in its heirs. */
  cut(text: string, generation: number, heirs: Heir[]): void {
    this.cuts.set(text, { generation, heirs });
  }

  /** Takes what a stale copy has unsent; false if that must be offered instead, as nobody knows where it belongs. */
  carry(live: LiveText, generation: number): boolean {
    const cut = this.cuts.get(live.id);
    const from = live.journal;
    if (!this.journal || !from || from.unsaved === 0 || wasAway(from)) return false;
    if (!cut || cut.generation !== generation) return false;
    // The server may have taken some of it before it cut the text.
    const taken = from.heldBy(cut.heirs.flatMap((heir) => heir.runs)) ?? 0;
    const parts = partsOf(from.wordsWith(taken), runsOf(live.words), cut.heirs);
    if (!parts) return false;
    const carried = parts.map((part) => ({ part, row: this.rowOf(part, this.journal as Journal) }));
    const rows = carried.map(({ row }) => row);
    // On the device as returned words first, so that nothing happens to them on the way.
    const kept = this.journal.giveBack(rows, from);
    for (const { part, row } of carried) void kept.then(() => this.bring(part, row));
    return true;
  }

  private rowOf({ heir, runs }: Part, journal: Journal): ReturnedRow {
    return {
      id: uuid7(),
      person: journal.person,
      document: this.owner.documentId,
      text: heir.text,
      paragraph: this.owner.facts(heir.text)?.paragraph ?? null,
      runs,
      baseHash: contentHash(heir.runs),
      origin: "absence",
      reason: "generation",
      at: Date.now(),
    };
  }

  private async bring(part: Part, row: ReturnedRow): Promise<void> {
    const { text, generation } = part.heir;
    const release = this.texts.want(text, generation);
    const until = Date.now() + PATIENCE;
    const store = this.texts.live(text);
    const left = () => Math.max(0, until - Date.now());
    await when(store, (live) => live !== null && live.generation >= generation, left());
    const live = store.get();
    const open = live && (await when(live.state, ({ synced, writable }) => synced && writable, left()));
    if (live && open && store.get() === live) {
      const delta = partNow(part, runsOf(live.words));
      live.doc.transact(() => live.words.applyDelta(delta), comingBack);
      await this.journal?.flush();
      await this.journal?.forgetReturned(row.id);
    } else this.owner.handBack(row);
    release();
  }
}
