import type { QueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import { uuid7 } from "../api/ids";
import { isPassing, Problem } from "../api/problem";
import type { Paragraph, ParagraphCreate } from "../api/types";
import { contentHash, plainText } from "../editor/canonical";
import { settleUnborn, showUnborn } from "./document";
import type { Journal } from "./journal";
import type { CreationRow } from "./journalStore";
import type { Texts } from "./texts";

export interface NewParagraph extends Omit<ParagraphCreate, "id" | "text"> {
  after: string | null;
}

interface CreationsOptions {
  document: string;
  queries: QueryClient;
  texts: Texts;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

/** Paragraphs made on this page: shown and typed into at once, posted in the background until the server has them (E15). */
export class Creations {
  private readonly queue: CreationRow[] = [];
  private journal: Journal | null = null;
  private running = false;
  private stopped = true;
  private wake: (() => void) | null = null;
  private readonly expected = new Map<string, ((born: boolean) => void)[]>();

  constructor(private readonly options: CreationsOptions) {}

  /** Before the texts are started: what an earlier page made and could not post is still new. */
  async start(journal: Journal | null): Promise<void> {
    this.journal = journal;
    this.stopped = false;
    const rows = (await journal?.creations()) ?? [];
    for (const row of rows.sort((a, b) => a.at - b.at)) {
      if (row.document !== this.options.document || this.queue.some((one) => one.id === row.id)) continue;
      this.show(row);
      this.queue.push(row);
    }
    void this.run();
  }

  stop(): void {
    this.stopped = true;
    this.retry();
  }

  add(wanted: NewParagraph, person: string): { id: string; text: string } {
    const id = uuid7();
    const text = uuid7();
    const body = { id, text, ...wanted };
    const row: CreationRow = { id, person, document: this.options.document, text, body, at: Date.now() };
    void this.journal?.keepCreation(row);
    this.show(row);
    this.queue.push(row);
    void this.run();
    return { id, text };
  }

  /** True when the server knows a paragraph, false when it will not have it or the time is up. */
  born(id: string, ms: number): Promise<boolean> {
    if (!this.queue.some((row) => row.id === id)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      const told = (born: boolean) => {
        clearTimeout(timer);
        resolve(born);
      };
      this.expected.set(id, [...(this.expected.get(id) ?? []), told]);
    });
  }

  /** The line is back: do not wait for the next try. */
  retry(): void {
    this.wake?.();
  }

  private show(row: CreationRow): void {
    const paragraph = unborn(row.body);
    showUnborn(this.options.queries, row.document, paragraph, paragraph.after);
    // With words of its own the server makes the text; typing waits for them.
    if (paragraph.runs.length === 0) this.options.texts.attachNew(row.text);
  }

  /** One after the other, since one may stand after the other. */
  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    let wait = FIRST_WAIT;
    while (!this.stopped) {
      const row = this.queue[0];
      if (!row) break;
      try {
        // The id makes it one paragraph however often it is posted; a kept answer (too many requests) must not return.
        const params = { path: { document_id: row.document } };
        const { body } = row;
        this.end(row, await api.post("/api/documents/{document_id}/paragraphs", { params, body }), "");
        wait = FIRST_WAIT;
      } catch (error) {
        if (isPassing(error)) {
          await this.pause(wait);
          wait = Math.min(LONGEST_WAIT, 2 * wait);
        } else this.end(row, null, error instanceof Problem ? error.slug : "refused");
      }
    }
    this.running = false;
  }

  private end(row: CreationRow, born: Paragraph | null, reason: string): void {
    const { queries, texts } = this.options;
    this.queue.shift();
    void this.journal?.forgetCreation(row.id);
    if (this.stopped) return;
    settleUnborn(queries, row.document, row.id, born);
    if (born) texts.confirmNew(born.text, born.generation);
    else texts.dropNew(row.text, reason);
    for (const told of this.expected.get(row.id) ?? []) told(born !== null);
    this.expected.delete(row.id);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function unborn({ id, text, category, after = null, level, kind, runs = [] }: ParagraphCreate): Paragraph {
  return {
    id,
    text,
    generation: 1,
    text_seq: 0,
    label: "",
    address: "",
    category,
    after,
    level,
    kind,
    status: "not_yet_discussed",
    qualifier: null,
    qualifier_words: null,
    final: false,
    locked: false,
    withdrawn: false,
    proposer: null,
    source: null,
    reference: null,
    variant: null,
    placeholder: false,
    placeholders: [],
    runs,
    words: plainText(runs),
    content_hash: contentHash(runs),
    brackets: { open: 0, placeholders: 0, unclosed: 0, unopened: 0 },
    mark: null,
    changed_since_marked: false,
    changed_at: new Date().toISOString(),
    split_from: null,
    pending: true,
  };
}
