import type { QueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import { isPassing } from "../api/problem";
import type { DocumentMe, Draft, Run } from "../api/types";
import { plainText } from "../editor/canonical";
import { documentMeKey } from "./document";
import type { Journal } from "./journal";
import type { ReturnedRow } from "./journalStore";
import { createStore } from "./store";

/** Words that were not added, as the page tells of them. */
export interface Returned {
  id: string;
  text: string;
  paragraph: string | null;
  runs: Run[];
  words: string;
  baseHash: string;
  origin: "not_added" | "absence";
  reason: string;
  at: number;
  /** The server keeps them as a private draft; until then this device does. */
  kept: boolean;
}

interface ReturnsOptions {
  document: string;
  queries: QueryClient;
  /** The paragraph of a text, as the page state knows it. */
  paragraphOf(text: string): string | null;
}

const RETRY = 10_000;

/** Hands words that were not added back to the person: shown at once, kept as a private draft as soon as that can be. */
export class Returns {
  /** Newest first. */
  readonly notices = createStore<Returned[]>([]);
  private readonly waiting = new Map<string, ReturnedRow>();
  private readonly busy = new Set<string>();
  private journal: Journal | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly options: ReturnsOptions) {}

  /** Takes up what an earlier page could not hand over. */
  async start(journal: Journal | null): Promise<void> {
    this.journal = journal;
    for (const row of (await journal?.returned()) ?? []) {
      if (row.document === this.options.document) this.add(row);
    }
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.waiting.clear();
    this.notices.set([]);
  }

  add(row: ReturnedRow): void {
    if (row.document !== this.options.document) return;
    const found = row.paragraph ? row : { ...row, paragraph: this.options.paragraphOf(row.text) };
    if (!this.notices.get().some((notice) => notice.id === row.id)) {
      const { person: _person, document: _document, ...facts } = found;
      this.notices.set([{ ...facts, words: plainText(found.runs), kept: false }, ...this.notices.get()]);
    }
    this.waiting.set(found.id, found);
    void this.keep(found);
  }

  /** Takes the notice away; the draft stays. */
  dismiss(id: string): void {
    this.notices.set(this.notices.get().filter((notice) => notice.id !== id));
    // Of a paragraph that is gone there is nothing to keep a draft beside: seen and put away is all.
    const row = this.waiting.get(id);
    if (row && row.paragraph === null) {
      this.waiting.delete(id);
      void this.journal?.forgetReturned(id);
    }
  }

  /** The line is back: what is not kept yet is sent again. */
  retry(): void {
    for (const row of this.waiting.values()) void this.keep(row);
  }

  private async keep(row: ReturnedRow): Promise<void> {
    if (!row.paragraph || this.busy.has(row.id)) return;
    this.busy.add(row.id);
    try {
      const body = { runs: row.runs, base_hash: row.baseHash, origin: row.origin, reason: row.reason };
      const params = { path: { paragraph_id: row.paragraph, draft_id: row.id } };
      const draft = await api.put("/api/paragraphs/{paragraph_id}/drafts/{draft_id}", { params, body });
      this.waiting.delete(row.id);
      await this.journal?.forgetReturned(row.id);
      this.kept(row.id, draft);
    } catch (error) {
      // A refusal leaves them on this device and on the page; another try would be refused alike.
      if (isPassing(error)) this.timer ??= setTimeout(() => this.later(), RETRY);
    } finally {
      this.busy.delete(row.id);
    }
  }

  private later(): void {
    this.timer = null;
    this.retry();
  }

  private kept(id: string, draft: Draft | undefined): void {
    const { document, queries } = this.options;
    // What the person chose to keep needs no telling once it is kept.
    const telling = this.notices.get().filter((notice) => notice.id !== id || notice.reason !== "chosen");
    this.notices.set(telling.map((notice) => (notice.id === id ? { ...notice, kept: true } : notice)));
    if (!draft?.id) return;
    queries.setQueryData<DocumentMe>(documentMeKey(document), (me) =>
      me ? { ...me, drafts: [draft, ...me.drafts.filter((one) => one.id !== draft.id)] } : me,
    );
  }
}
