import { uuid7 } from "../api/ids";
import {
  type CopyKey,
  type CopyRow,
  type CreationRow,
  type DraftRow,
  type EntryRow,
  type JournalStore,
  openStore,
  type ReturnedRow,
} from "./journalStore";
import { createStore } from "./store";
import { TextJournal } from "./textJournal";

/** Longest time that a change is in memory alone. */
const WRITE_BEHIND = 50;

/** This page load. A reload is another tab: it takes over what the one before left. */
const tab = uuid7();

const journals = new Map<string, Promise<Journal>>();

/** The journal of one person on this device; one a page load. */
export function openJournal(person: string): Promise<Journal> {
  let journal = journals.get(person);
  if (!journal) {
    journal = Journal.open(person);
    journals.set(person, journal);
  }
  return journal;
}

/** How many changes are kept on this device and not acknowledged, in all its tabs. */
export async function pendingCount(person?: string): Promise<number> {
  let memory = 0;
  for (const [whose, opening] of journals) {
    if (person !== undefined && whose !== person) continue;
    const journal = await opening;
    await journal.flush();
    if (!journal.durable.get()) memory += journal.count.get();
  }
  const store = await openStore();
  if (!store) return memory;
  try {
    return memory + (await store.count(person));
  } catch {
    return memory;
  } finally {
    store.close();
  }
}

/** Asks before signing out with changes that the server does not have; true = go on. */
export async function warnIfPending(
  person: string,
  confirm: (n: number) => boolean | Promise<boolean>,
): Promise<boolean> {
  const n = await pendingCount(person);
  return n === 0 || confirm(n);
}

/** What one person typed on this device and the server has not acknowledged (ENGINE E12). */
export class Journal {
  /** Own changes not acknowledged, in all texts of this tab. */
  readonly count = createStore(0);
  /** Whether what is kept survives the tab; false where the browser gives no database. */
  readonly durable = createStore(true);
  private readonly texts = new Map<string, TextJournal>();
  private readonly dirty = new Set<TextJournal>();
  private readonly heirs = new Set<(journals: TextJournal[]) => void>();
  private readonly returnedRows: ReturnedRow[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    readonly person: string,
    private readonly store: JournalStore | null,
    private readonly tabId: string,
  ) {
    if (!store) this.durable.set(false);
    window.addEventListener("pagehide", () => void this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.flush();
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.durable.get() && this.count.get() > 0) event.preventDefault();
    });
  }

  /** Opens it and takes over what dead tabs left. `tabId` is given by tests, which play several tabs. */
  static async open(person: string, tabId: string = tab): Promise<Journal> {
    const store = await openStore();
    const journal = new Journal(person, store, tabId);
    if (!store) return journal;
    try {
      await store.live(tabId);
      const { others } = await journal.inherit();
      for (const other of others)
        void store.whenDead(other, () => journal.inherit(other).then(() => undefined)).catch(() => {});
    } catch {
      journal.durable.set(false);
    }
    return journal;
  }

  /** Calls with what another tab left when it died while this one lives. */
  onInherited(listener: (journals: TextJournal[]) => void): () => void {
    this.heirs.add(listener);
    return () => this.heirs.delete(listener);
  }

  /** The journal of one generation of a text. */
  text(text: string, generation: number, document: string): TextJournal {
    const name = `${text}@${generation}`;
    let journal = this.texts.get(name);
    if (!journal) {
      const key: CopyKey = { person: this.person, text, generation, tab: this.tabId };
      journal = new TextJournal(key, document, (changed) => this.touch(changed));
      this.texts.set(name, journal);
    }
    return journal;
  }

  /** Everything with own changes that the server does not have; of one text if given. */
  pending(text?: string): TextJournal[] {
    return [...this.texts.values()].filter(
      (journal) => !journal.empty && (text === undefined || journal.key.text === text),
    );
  }

  /** Keeps words that were not added and lets go of the entries they came from, both or neither. */
  giveBack(rows: ReturnedRow[], from: TextJournal): Promise<void> {
    this.returnedRows.push(...rows);
    from.clear();
    return this.flush();
  }

  returned(): Promise<ReturnedRow[]> {
    return this.tolerate((store) => store.returned(this.person), []);
  }

  forgetReturned(id: string): Promise<void> {
    return this.tolerate((store) => store.forgetReturned(id), undefined);
  }

  drafts(): Promise<DraftRow[]> {
    return this.tolerate((store) => store.drafts(this.person), []);
  }

  keepDraft(row: DraftRow): Promise<void> {
    return this.tolerate((store) => store.putDraft(row), undefined);
  }

  forgetDraft(id: string): Promise<void> {
    return this.tolerate((store) => store.forgetDraft(id), undefined);
  }

  creations(): Promise<CreationRow[]> {
    return this.tolerate((store) => store.creations(this.person), []);
  }

  keepCreation(row: CreationRow): Promise<void> {
    return this.tolerate((store) => store.putCreation(row), undefined);
  }

  forgetCreation(id: string): Promise<void> {
    return this.tolerate((store) => store.forgetCreation(id), undefined);
  }

  /** Writes what is in memory alone; resolves when it is on the device. */
  flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (!this.store || (this.dirty.size === 0 && this.returnedRows.length === 0)) return this.writing;
    const writes = {
      copies: [] as CopyRow[],
      entries: [] as EntryRow[],
      gone: [] as CopyKey[],
      returned: this.returnedRows.splice(0),
    };
    for (const journal of this.dirty) collect(journal, writes);
    this.dirty.clear();
    const { gone, copies, entries, returned } = writes;
    if (gone.length + copies.length + entries.length + returned.length === 0) return this.writing;
    const written = this.store.write(writes).catch(() => this.durable.set(false));
    this.writing = Promise.all([this.writing, written]).then(() => undefined);
    return this.writing;
  }

  /** Takes over what dead tabs left; of one that died just now if given. */
  private async inherit(dead?: string): Promise<{ others: Set<string> }> {
    if (!this.store) return { others: new Set() };
    const { claimed, others } = await this.store.claim(this.person, this.tabId, dead);
    const changed: TextJournal[] = [];
    for (const kept of claimed) {
      const left = TextJournal.kept(kept, (journal) => this.touch(journal));
      const mine = this.text(kept.copy.text, kept.copy.generation, kept.copy.document);
      const before = mine.unsaved;
      mine.absorb(left);
      if (mine.unsaved > before) changed.push(mine);
    }
    if (changed.length) for (const heir of this.heirs) heir(changed);
    return { others };
  }

  private touch(journal: TextJournal): void {
    this.dirty.add(journal);
    let n = 0;
    for (const one of this.texts.values()) n += one.unsaved;
    this.count.set(n);
    this.timer ??= setTimeout(() => void this.flush(), WRITE_BEHIND);
  }

  private async tolerate<Value>(work: (store: JournalStore) => Promise<Value>, otherwise: Value): Promise<Value> {
    if (!this.store) return otherwise;
    try {
      return await work(this.store);
    } catch {
      return otherwise;
    }
  }
}

/** Adds to `writes` what of a text's journal is not on the device as it is here. */
function collect(journal: TextJournal, writes: { copies: CopyRow[]; entries: EntryRow[]; gone: CopyKey[] }): void {
  if (journal.leftovers) {
    writes.gone.push(journal.key);
    journal.leftovers = false;
  }
  if (journal.empty) return;
  if (!journal.baseStored) {
    const { key, document, base, standing } = journal;
    writes.copies.push({ ...key, document, base, at: Date.now(), ...(standing ? { standing } : {}) });
    journal.baseStored = true;
  }
  for (const entry of journal.entries) {
    const wanted = entry.own ? "own" : "seen";
    if (entry.stored === wanted) continue;
    writes.entries.push({ ...journal.key, n: entry.n, update: entry.update, own: entry.own, since: entry.since });
    entry.stored = wanted;
  }
}
