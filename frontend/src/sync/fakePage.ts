import { expect, vi } from "vitest";
import type { Run } from "../api/types";
import type { CaretSource } from "../editor/carets";
import { Connection } from "./connection";
import type { FakeServer } from "./fakeServer";
import { Journal } from "./journal";
import { openStore, type ReturnedRow, type Standing } from "./journalStore";
import type { LiveText } from "./liveText";
import { Texts, type TextsOwner } from "./texts";

const carets: CaretSource = { list: () => [], subscribe: () => () => {}, setLocal: () => {} };

/** For tests: one browser tab at work on the texts of a server. */
export class Page implements TextsOwner {
  readonly documentId = "d";
  readonly connection: Connection;
  readonly texts: Texts;
  readonly returned: ReturnedRow[] = [];
  readonly generations = new Map<string, number>();
  readonly present = new Map<string, Run[]>();
  readonly standing = new Map<string, Standing>();
  journal: Journal | null = null;

  constructor(server: FakeServer, limit?: number) {
    this.connection = new Connection({ url: "ws://test/collab", WebSocketClass: server.WebSocketClass, delay: 5 });
    this.texts = new Texts(this, limit);
  }

  async start(tab = `tab-${Math.random()}`): Promise<this> {
    this.journal = await Journal.open("p", tab);
    this.connection.start();
    this.connection.onRenewal(() => this.texts.renewed());
    this.connection.state.subscribe(() => {
      if (this.connection.state.get().state === "online") void this.texts.judge();
    });
    this.texts.start(this.journal);
    return this;
  }

  stop() {
    this.texts.stop();
    this.connection.stop();
  }

  live(text: string): LiveText {
    const live = this.texts.live(text).get();
    if (!live) throw new Error(`${text} is not attached`);
    return live;
  }

  async open(text: string, generation = 1): Promise<LiveText> {
    this.texts.want(text, generation);
    return this.synced(text);
  }

  async synced(text: string): Promise<LiveText> {
    await until(() => this.texts.live(text).get()?.state.get().phase === "live" && this.live(text).state.get().synced);
    return this.live(text);
  }

  type(text: string, at: number, words: string) {
    const live = this.live(text);
    live.words.insert(at, words);
  }

  caretsOf = () => carets;
  refetch = async () => true;
  remember = () => {};
  facts = (text: string) => ({
    paragraph: `paragraph of ${text}`,
    generation: this.generations.get(text) ?? 1,
    runs: this.present.get(text) ?? [],
    standing: this.standing.get(text) ?? { mark: null, discussed: false },
  });
  handBack = (row: ReturnedRow) => void this.returned.push(row);
}

export const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 3_000, interval: 2 });

/** The tab is gone without a word; others find its silence or its lock. */
export async function crash(one: Page) {
  const store = await openStore();
  one.connection.stop();
  const all = (store as unknown as { db: IDBDatabase & { clear(name: string): Promise<void> } }).db;
  await all.clear("tabs");
}
