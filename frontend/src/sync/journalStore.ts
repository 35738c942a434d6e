import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { ParagraphCreate, Run } from "../api/types";

/** What one tab typed into one generation of one text, on top of what was known then. */
export interface CopyRow {
  person: string;
  text: string;
  generation: number;
  tab: string;
  document: string;
  base: Uint8Array;
  at: number;
  /** How the paragraph stood then; absent in rows of an earlier page. */
  standing?: Standing;
}

/** What of a paragraph matters to somebody who comes back to words of theirs (ENGINE E13). */
export interface Standing {
  /** The number of the decision that marked it. */
  mark: number | null;
  /** It was under discussion. */
  discussed: boolean;
}

export interface EntryRow {
  person: string;
  text: string;
  generation: number;
  tab: string;
  n: number;
  update: Uint8Array;
  /** Typed here and not acknowledged; otherwise only there because what was typed later rests on it. */
  own: boolean;
  /** When the page was last in touch with the server before or while it was typed; absent in rows of an earlier page. */
  since?: number;
}

/** Words that were not added, until the server keeps them as a private draft. */
export interface ReturnedRow {
  id: string;
  person: string;
  document: string;
  text: string;
  paragraph: string | null;
  runs: Run[];
  baseHash: string;
  origin: "not_added" | "absence";
  reason: string;
  at: number;
}

/** A private draft, or its new words, until the server has them. */
export interface DraftRow {
  id: string;
  person: string;
  document: string;
  paragraph: string;
  runs: Run[];
  baseHash: string | null;
  origin: "own" | "not_added" | "absence";
  reason: string | null;
  at: number;
}

/** A paragraph that was made here and that the server may not know yet (ENGINE E15). */
export interface CreationRow {
  id: string;
  person: string;
  document: string;
  text: string;
  body: ParagraphCreate;
  at: number;
}

interface Schema extends DBSchema {
  copies: { key: [string, string, number, string]; value: CopyRow };
  entries: { key: [string, string, number, string, number]; value: EntryRow };
  returned: { key: string; value: ReturnedRow };
  creations: { key: string; value: CreationRow };
  drafts: { key: string; value: DraftRow };
  tabs: { key: string; value: { id: string; at: number } };
}

export interface Kept {
  copy: CopyRow;
  entries: EntryRow[];
}

export type CopyKey = Pick<CopyRow, "person" | "text" | "generation" | "tab">;

/** What is to be written together. */
export interface Writes {
  copies: CopyRow[];
  entries: EntryRow[];
  gone: CopyKey[];
  returned: ReturnedRow[];
}

const OPEN_LIMIT = 3_000;

/** How long a tab without Web Locks may be silent before another takes its words over. */
const TAB_LIMIT = 20_000;

/** Opens the journal's database; null if this browser keeps none (private windows, full disks, old engines). */
export async function openStore(): Promise<JournalStore | null> {
  if (typeof indexedDB === "undefined") return null;
  let late = false;
  try {
    const opening = openDatabase();
    opening.then((db) => late && db.close()).catch(() => {});
    const db = await Promise.race([
      opening,
      new Promise<null>((resolve) => setTimeout(() => resolve(null), OPEN_LIMIT)),
    ]);
    late = db === null;
    return db && new JournalStore(db);
  } catch {
    return null;
  }
}

function openDatabase(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>("concord", 2, {
    upgrade(db, before) {
      if (before < 2) db.createObjectStore("drafts", { keyPath: "id" });
      if (before > 0) return;
      db.createObjectStore("copies", { keyPath: ["person", "text", "generation", "tab"] });
      db.createObjectStore("entries", { keyPath: ["person", "text", "generation", "tab", "n"] });
      db.createObjectStore("returned", { keyPath: "id" });
      db.createObjectStore("creations", { keyPath: "id" });
      db.createObjectStore("tabs", { keyPath: "id" });
    },
    // A later version of the page wants the database: give it up, it finds what was kept.
    blocking: (_now, _wanted, event) => (event.target as IDBDatabase).close(),
  });
}

/** The journal on this device. */
export class JournalStore {
  constructor(private readonly db: IDBPDatabase<Schema>) {}

  /** Issues all writes at once, without awaiting between them: it also works while the page is being closed. */
  async write(writes: Writes): Promise<void> {
    const tx = this.db.transaction(["copies", "entries", "returned"], "readwrite");
    const copies = tx.objectStore("copies");
    const entries = tx.objectStore("entries");
    const work: Promise<unknown>[] = [];
    for (const key of writes.gone) {
      work.push(copies.delete(copyKey(key)), entries.delete(entryRange(key)));
    }
    for (const row of writes.copies) work.push(copies.put(row));
    for (const row of writes.entries) work.push(entries.put(row));
    for (const row of writes.returned) work.push(tx.objectStore("returned").put(row));
    // A page that is being closed does not live to see the writes done, and what is not committed by then is undone.
    tx.commit();
    await Promise.all([...work, tx.done]);
  }

  /**
   * Claims for this tab whatever tabs that live no more have left; several tabs may try, one gets it. Also tells which
   * tabs live and have something here.
   */
  async claim(person: string, tab: string, dead?: string): Promise<{ claimed: Kept[]; others: Set<string> }> {
    const living = await this.livingTabs();
    if (dead !== undefined) living.delete(dead);
    const others = new Set<string>();
    const claimed: Kept[] = [];
    const tx = this.db.transaction(["copies", "entries"], "readwrite");
    const copies = tx.objectStore("copies");
    const entries = tx.objectStore("entries");
    for (const copy of await copies.getAll(personRange(person))) {
      const owner = ownerOf(copy.tab);
      if (owner === tab) continue;
      if (living.has(owner)) {
        others.add(owner);
        continue;
      }
      const rows = await entries.getAll(entryRange(copy));
      await copies.delete(copyKey(copy));
      await entries.delete(entryRange(copy));
      const mine = { ...copy, tab: `${tab}/${copy.tab}` };
      await copies.put(mine);
      for (const row of rows) await entries.put({ ...row, tab: mine.tab });
      claimed.push({ copy: mine, entries: rows });
    }
    await tx.done;
    return { claimed, others };
  }

  /** How many changes are on this device alone, for one person or for everybody; in all tabs, living or not. */
  async count(person?: string): Promise<number> {
    const entries = await this.db.getAll("entries", person ? personRange(person) : undefined);
    const others = [...(await this.db.getAll("returned")), ...(await this.db.getAll("drafts"))];
    const mine = (row: { person: string }) => person === undefined || row.person === person;
    return entries.filter((row) => row.own).length + others.filter(mine).length;
  }

  async returned(person: string): Promise<ReturnedRow[]> {
    return (await this.db.getAll("returned")).filter((row) => row.person === person);
  }

  async forgetReturned(id: string): Promise<void> {
    await this.db.delete("returned", id);
  }

  async drafts(person: string): Promise<DraftRow[]> {
    return (await this.db.getAll("drafts")).filter((row) => row.person === person);
  }

  /** Issued at once, as all writes: it also works while the page is being closed. */
  async putDraft(row: DraftRow): Promise<void> {
    const tx = this.db.transaction("drafts", "readwrite");
    const put = tx.store.put(row);
    tx.commit();
    await Promise.all([put, tx.done]);
  }

  async forgetDraft(id: string): Promise<void> {
    await this.db.delete("drafts", id);
  }

  async creations(person: string): Promise<CreationRow[]> {
    return (await this.db.getAll("creations")).filter((row) => row.person === person);
  }

  async putCreation(row: CreationRow): Promise<void> {
    await this.db.put("creations", row);
  }

  async forgetCreation(id: string): Promise<void> {
    await this.db.delete("creations", id);
  }

  /** Says that this tab lives, for as long as it does. */
  async live(tab: string): Promise<void> {
    if (navigator.locks) return holdLock(lockName(tab));
    const beat = () => this.db.put("tabs", { id: tab, at: Date.now() }).catch(() => {});
    await beat();
    setInterval(beat, TAB_LIMIT / 4);
    window.addEventListener("pagehide", () => void this.db.delete("tabs", tab).catch(() => {}));
    window.addEventListener("pageshow", () => void beat());
  }

  /** Calls once when a tab that lives now does so no more: it was closed, it crashed, it was loaded again. */
  async whenDead(tab: string, then: () => Promise<void>): Promise<void> {
    if (navigator.locks) return navigator.locks.request(lockName(tab), then);
    const timer = setInterval(async () => {
      if ((await this.livingTabs()).has(tab)) return;
      clearInterval(timer);
      await then();
    }, TAB_LIMIT / 2);
  }

  close(): void {
    this.db.close();
  }

  private async livingTabs(): Promise<Set<string>> {
    if (navigator.locks) {
      const { held = [] } = await navigator.locks.query();
      return new Set(held.map((lock) => tabOfLock(lock.name ?? "")));
    }
    const rows = await this.db.getAll("tabs");
    const limit = Date.now() - TAB_LIMIT;
    for (const row of rows) if (row.at < limit) await this.db.delete("tabs", row.id);
    return new Set(rows.filter((row) => row.at >= limit).map((row) => row.id));
  }
}

const LOCK = "concord-tab-";
const lockName = (tab: string) => LOCK + tab;
const tabOfLock = (name: string) => (name.startsWith(LOCK) ? name.slice(LOCK.length) : "");

/** Resolves when the lock is held; the browser lets go of it when the page dies. */
function holdLock(name: string): Promise<void> {
  return new Promise((resolve) => {
    void navigator.locks.request(name, () => {
      resolve();
      return new Promise<never>(() => {});
    });
  });
}

function copyKey(key: CopyKey): [string, string, number, string] {
  return [key.person, key.text, key.generation, key.tab];
}

/** What a tab claimed bears its own name first, so that it is left again if that tab dies before it is united. */
function ownerOf(tab: string): string {
  return tab.split("/")[0] ?? tab;
}

function personRange(person: string): IDBKeyRange {
  return IDBKeyRange.bound([person], [person, []]);
}

function entryRange(key: CopyKey): IDBKeyRange {
  return IDBKeyRange.bound(copyKey(key), [...copyKey(key), []]);
}
