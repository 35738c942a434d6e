import type { QueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import { isPassing } from "../api/problem";
import type { DocumentMe, Draft } from "../api/types";
import { plainText } from "../editor/canonical";
import { documentMeKey, whileDrafting } from "./document";
import type { Journal } from "./journal";
import type { DraftRow } from "./journalStore";
import { createStore } from "./store";

/** Words go to the server this long after the last change of them; on this device they are kept at once. */
const SEND_AFTER = 700;

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;

interface Waiting {
  row: DraftRow;
  /** Raised with each change: an answer to an earlier one does not clear the words typed since. */
  change: number;
  sending: Promise<void> | null;
  wait: number;
  timer: ReturnType<typeof setTimeout> | null;
}

/** "kept" once the server has the words; "here" while it cannot be reached; "failed" when it will not have them. */
export type DraftState = "kept" | "keeping" | "here" | "failed";

interface DraftsOptions {
  document: string;
  queries: QueryClient;
}

/** Private drafts on their way: kept on this device with each letter, sent one after the other until the server has them. */
export class Drafts {
  /** How each draft stands; those that are not here are kept. */
  readonly states = createStore<ReadonlyMap<string, DraftState>>(new Map());
  private readonly waiting = new Map<string, Waiting>();
  private journal: Journal | null = null;
  private stopped = true;
  private leave: (() => void) | null = null;

  constructor(private readonly options: DraftsOptions) {}

  /** Takes up what an earlier page could not send. */
  async start(journal: Journal | null): Promise<void> {
    this.journal = journal;
    this.stopped = false;
    this.leave = whileDrafting(this.options.document, (me) => this.withWaiting(me));
    for (const row of (await journal?.drafts()) ?? []) {
      if (row.document !== this.options.document || this.waiting.has(row.id)) continue;
      this.take(row);
      this.send(row.id);
    }
    for (const id of this.waiting.keys()) this.send(id);
  }

  stop(): void {
    this.stopped = true;
    this.leave?.();
    this.leave = null;
    for (const one of this.waiting.values()) if (one.timer !== null) clearTimeout(one.timer);
  }

  /** Keeps a draft, or its new words. */
  keep(draft: Pick<Draft, "id" | "paragraph" | "runs" | "base_hash" | "origin" | "reason">, person: string): void {
    const { id, paragraph, runs, base_hash: baseHash = null, origin, reason = null } = draft;
    const row = {
      id,
      person,
      document: this.options.document,
      paragraph,
      runs,
      baseHash,
      origin,
      reason,
      at: Date.now(),
    };
    void this.journal?.keepDraft(row);
    const one = this.take(row);
    this.later(one, SEND_AFTER);
  }

  /** Sends at once what is not sent yet: writing is done, or the page is being left. */
  flush(id?: string): void {
    for (const one of this.waiting.values()) if (id === undefined || one.row.id === id) this.send(one.row.id);
  }

  /** The draft is discarded: resolves when nothing of it is on its way any more. */
  async forget(id: string): Promise<void> {
    const one = this.waiting.get(id);
    await Promise.all([this.end(id), one?.sending]);
  }

  /** The line is back. */
  retry(): void {
    for (const one of this.waiting.values()) {
      one.wait = FIRST_WAIT;
      this.send(one.row.id);
    }
  }

  /** A person's standing with the words that the server does not have yet. */
  withWaiting(me: DocumentMe): DocumentMe {
    if (this.waiting.size === 0) return me;
    const drafts = me.drafts.filter((draft) => !this.waiting.has(draft.id));
    const mine = [...this.waiting.values()].map(({ row }) =>
      draftOf(
        row,
        me.drafts.find((draft) => draft.id === row.id),
      ),
    );
    return { ...me, drafts: [...drafts, ...mine].sort((a, b) => (a.created_at < b.created_at ? -1 : 1)) };
  }

  private end(id: string): Promise<void> | undefined {
    const one = this.waiting.get(id);
    if (one && one.timer !== null) clearTimeout(one.timer);
    this.waiting.delete(id);
    this.say(id, "kept");
    return this.journal?.forgetDraft(id);
  }

  private take(row: DraftRow): Waiting {
    const before = this.waiting.get(row.id);
    const one = before ?? { row, change: 0, sending: null, wait: FIRST_WAIT, timer: null };
    one.row = row;
    one.change += 1;
    this.waiting.set(row.id, one);
    this.say(row.id, "keeping");
    this.show();
    return one;
  }

  private show(): void {
    const { queries, document } = this.options;
    queries.setQueryData<DocumentMe>(documentMeKey(document), (me) => me && this.withWaiting(me));
  }

  private later(one: Waiting, ms: number): void {
    if (one.timer !== null) clearTimeout(one.timer);
    one.timer = setTimeout(() => this.send(one.row.id), ms);
  }

  private send(id: string): void {
    const one = this.waiting.get(id);
    if (!one || one.sending || this.stopped) return;
    if (one.timer !== null) clearTimeout(one.timer);
    one.timer = null;
    one.sending = this.put(one);
  }

  private async put(one: Waiting): Promise<void> {
    const { row, change } = one;
    const params = { path: { paragraph_id: row.paragraph, draft_id: row.id } };
    const body = { runs: row.runs, base_hash: row.baseHash, origin: row.origin, reason: row.reason };
    try {
      await api.put("/api/paragraphs/{paragraph_id}/drafts/{draft_id}", { params, body });
      one.sending = null;
      if (this.waiting.get(row.id) !== one) return;
      one.wait = FIRST_WAIT;
      if (one.change === change) await this.end(row.id);
      else this.send(row.id);
    } catch (error) {
      one.sending = null;
      if (this.waiting.get(row.id) !== one || this.stopped) return;
      // What is refused stays on this device; other words may be taken.
      this.say(row.id, isPassing(error) ? "here" : "failed");
      if (!isPassing(error)) return;
      this.later(one, one.wait);
      one.wait = Math.min(LONGEST_WAIT, 2 * one.wait);
    }
  }

  private say(id: string, state: DraftState): void {
    const before = this.states.get();
    if ((before.get(id) ?? "kept") === state) return;
    const after = new Map(before);
    if (state === "kept") after.delete(id);
    else after.set(id, state);
    this.states.set(after);
  }
}

function draftOf(row: DraftRow, known: Draft | undefined): Draft {
  const at = new Date(row.at).toISOString();
  return {
    id: row.id,
    paragraph: row.paragraph,
    runs: row.runs,
    words: plainText(row.runs),
    base_hash: row.baseHash,
    origin: row.origin,
    reason: row.reason,
    created_at: known?.created_at ?? at,
    updated_at: at,
  };
}
