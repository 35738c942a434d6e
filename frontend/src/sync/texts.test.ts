import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Run } from "../api/types";
import { contentHash } from "../editor/canonical";
import type { CaretSource } from "../editor/carets";
import { Connection } from "./connection";
import { FakeServer } from "./fakeServer";
import { Journal } from "./journal";
import type { ReturnedRow } from "./journalStore";
import type { LiveText } from "./liveText";
import { Texts, type TextsOwner } from "./texts";

const carets: CaretSource = { list: () => [], subscribe: () => () => {}, setLocal: () => {} };

/** One browser tab at work on the texts of a server. */
class Page implements TextsOwner {
  readonly documentId = "d";
  readonly connection: Connection;
  readonly texts: Texts;
  readonly returned: ReturnedRow[] = [];
  readonly generations = new Map<string, number>();
  readonly present = new Map<string, Run[]>();
  journal: Journal | null = null;

  constructor(server: FakeServer, limit?: number) {
    this.connection = new Connection({ url: "ws://test/collab", WebSocketClass: server.WebSocketClass, delay: 5 });
    this.texts = new Texts(this, limit);
  }

  async start(tab = `tab-${Math.random()}`): Promise<this> {
    this.journal = await Journal.open("p", tab);
    this.connection.start();
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
  refetch = async () => {};
  remember = () => {};
  facts = (text: string) => ({
    paragraph: `paragraph of ${text}`,
    generation: this.generations.get(text) ?? 1,
    runs: this.present.get(text) ?? [],
  });
  handBack = (row: ReturnedRow) => void this.returned.push(row);
}

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 3_000, interval: 2 });

let server: FakeServer;
const pages: Page[] = [];

async function page(limit?: number): Promise<Page> {
  const one = new Page(server, limit);
  pages.push(one);
  return one.start();
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = new FakeServer();
});

afterEach(() => {
  for (const one of pages.splice(0)) one.stop();
});

describe("a text", () => {
  it("is what everybody types", async () => {
    server.text("t@1", "Members ");
    const [one, two] = [await page(), await page()];
    await one.open("t");
    await two.open("t");

    one.type("t", 8, "agree");
    await until(() => two.live("t").words.toString() === "Members agree");
    two.type("t", 13, " so");

    await until(() => one.live("t").words.toString() === "Members agree so");
  });

  it("is saved when the journal is empty, and not before the acknowledgement (E12)", async () => {
    const one = await page();
    await one.open("t");
    server.holding = true;

    one.type("t", 0, "words");

    expect(one.journal?.count.get()).toBe(1);
    expect(await one.texts.settled("t", 20)).toBe(false);
    server.release();
    expect(await one.texts.settled("t")).toBe(true);
    expect(one.journal?.count.get()).toBe(0);
    expect(server.words("t@1")).toBe("words");
  });

  it("that is only deleted from is not saved before the acknowledgement either (E12)", async () => {
    server.text("t@1", "shall not");
    const one = await page();
    await one.open("t");
    server.holding = true;

    one.live("t").words.delete(5, 4);

    expect(one.live("t").state.get().unsaved).toBe(1);
    server.release();
    await until(() => one.live("t").state.get().unsaved === 0);
    expect(server.words("t@1")).toBe("shall");
  });

  it("keeps what was typed while the line was cut, and only the new Step2's acknowledgement clears it (E12)", async () => {
    const one = await page();
    await one.open("t");
    server.away = true;
    server.cut();
    await until(() => one.connection.state.get().state === "offline");
    one.type("t", 0, "a");
    one.type("t", 1, "b");
    expect(one.live("t").state.get().unsaved).toBeGreaterThan(0);

    server.log.length = 0;
    server.holding = true;
    server.away = false;
    await until(() => server.log.includes("step2 t@1"));
    expect(server.log.filter((line) => line === "update t@1")).toEqual([]);
    expect(one.live("t").state.get().unsaved).toBeGreaterThan(0);
    server.release();

    await until(() => one.live("t").state.get().unsaved === 0);
    expect(server.words("t@1")).toBe("ab");
  });

  it("does not take an acknowledgement lost with the line for granted", async () => {
    const one = await page();
    await one.open("t");
    server.holding = true;
    one.type("t", 0, "x");
    await until(() => server.log.includes("update t@1"));
    server.cut();
    server.holding = false;

    await until(() => one.live("t").state.get().unsaved === 0);
    expect(server.words("t@1")).toBe("x");
  });

  it("comes back with a crashed tab's words, without being looked at (E12)", async () => {
    const first = await page();
    await first.open("t");
    server.away = true;
    server.cut();
    await until(() => first.connection.state.get().state === "offline");
    first.type("t", 0, "typed before the crash");
    await first.journal?.flush();
    await crash(first);
    server.away = false;

    const second = await page();

    await until(() => server.words("t@1") === "typed before the crash");
    await until(() => second.journal?.count.get() === 0);
  });
});

describe("words that were not added (E9)", () => {
  it("are handed back whole, and the text is opened afresh with the server's words", async () => {
    server.text("t@1", "Members agree");
    const one = await page();
    const before = await one.open("t");
    server.refusing.set("t@1", "agreed");

    one.type("t", 13, " to");
    one.type("t", 16, " talk");

    await until(() => one.returned.length === 1);
    expect(one.returned[0]).toMatchObject({
      text: "t",
      paragraph: "paragraph of t",
      runs: [{ insert: "Members agree to talk" }],
      baseHash: contentHash([{ insert: "Members agree" }]),
      origin: "not_added",
      reason: "agreed",
    });
    const after = await one.synced("t");
    expect(after).not.toBe(before);
    expect(after.words.toString()).toBe("Members agree");
    expect(one.journal?.count.get()).toBe(0);
    expect(server.words("t@1")).toBe("Members agree");
  });

  it("are in the text or handed back, never both and never neither, when some came before the gavel", async () => {
    const one = await page();
    await one.open("t");
    one.type("t", 0, "in time");
    expect(await one.texts.settled("t")).toBe(true);
    server.refusing.set("t@1", "agreed");
    one.type("t", 7, ", too late");

    await until(() => one.returned.length === 1);
    expect(server.words("t@1")).toBe("in time");
    expect(one.returned[0]?.runs).toEqual([{ insert: "in time, too late" }]);
    expect(one.returned[0]?.baseHash).toBe(contentHash([{ insert: "in time" }]));
  });

  it("do not flow back at the next reconnection", async () => {
    const one = await page();
    await one.open("t");
    server.refusing.set("t@1", "agreed");
    one.type("t", 0, "late");
    await until(() => one.returned.length === 1);
    await one.synced("t");
    server.refusing.clear();

    server.cut();
    await until(() => server.log.filter((line) => line === "token t@1").length === 3);
    await one.synced("t");

    expect(server.words("t@1")).toBe("");
  });

  it("are handed back when the text was closed while the line was cut", async () => {
    server.text("t@1", "agreed words");
    const one = await page();
    await one.open("t");
    server.away = true;
    server.cut();
    await until(() => one.connection.state.get().state === "offline");
    one.type("t", 0, "offline: ");
    server.readonly.add("t@1");
    server.away = false;

    await until(() => one.returned.length === 1);
    const live = await one.synced("t");
    expect(live.words.toString()).toBe("agreed words");
    expect(live.state.get().writable).toBe(false);
  });

  it("are nothing when what was typed was taken back again", async () => {
    server.text("t@1", "same");
    const one = await page();
    await one.open("t");
    server.away = true;
    server.cut();
    await until(() => one.connection.state.get().state === "offline");
    one.type("t", 4, "!");
    one.live("t").words.delete(4, 1);
    server.readonly.add("t@1");
    server.away = false;

    await until(() => server.log.filter((line) => line === "token t@1").length >= 3);
    await one.synced("t");
    expect(one.returned).toEqual([]);
    expect(one.journal?.count.get()).toBe(0);
  });
});

describe("an opening that cannot go on", () => {
  it("begins afresh after the server's CLOSE, with nothing lost", async () => {
    const one = await page();
    const before = await one.open("t");
    server.holding = true;
    one.type("t", 0, "kept");
    await until(() => server.log.includes("update t@1"));

    server.close("t@1", "resync");
    server.release();

    await until(() => one.live("t") !== before && one.live("t").state.get().synced);
    await until(() => one.live("t").state.get().unsaved === 0);
    expect(server.words("t@1")).toBe("kept");
    expect(one.live("t").words.toString()).toBe("kept");
  });

  it("attaches under the new generation when nothing was unsent (E11)", async () => {
    server.text("t@2", "reopened");
    server.denied.set("t@1", "generation");
    const one = await page();
    one.generations.set("t", 2);
    one.texts.want("t", 1);

    const live = await one.synced("t");

    expect(live.generation).toBe(2);
    expect(live.words.toString()).toBe("reopened");
    expect(one.returned).toEqual([]);
  });

  it("offers what an earlier generation's copy had unsent (E11)", async () => {
    server.text("t@1", "old");
    server.text("t@2", "new");
    const one = await page();
    await one.open("t");
    server.holding = true;
    one.type("t", 3, " words");
    one.generations.set("t", 2);
    one.present.set("t", [{ insert: "new" }]);
    server.deny("t@1", "generation");

    await until(() => one.returned.length === 1);
    expect(one.returned[0]).toMatchObject({ runs: [{ insert: "old words" }], origin: "absence" });
    expect((await one.synced("t")).words.toString()).toBe("new");
  });

  it("offers nothing when the present words say the same", async () => {
    server.text("t@1", "old");
    server.text("t@2", "old words");
    const one = await page();
    await one.open("t");
    server.holding = true;
    one.type("t", 3, " words");
    one.present.set("t", [{ insert: "old words" }]);

    one.texts.setGeneration("t", 2);

    expect((await one.synced("t")).generation).toBe(2);
    expect(one.returned).toEqual([]);
  });

  it("says that the page is outdated or signed out, and keeps the words", async () => {
    const one = await page();
    await one.open("t");
    server.holding = true;
    one.type("t", 0, "kept");
    server.deny("t@1", "sign-in");

    await until(() => one.connection.state.get().signedOut);
    expect(one.journal?.count.get()).toBe(1);
    server.denied.clear();
    server.holding = false;
    one.texts.retry();
    await until(() => server.words("t@1") === "kept");
    server.deny("t@1", "schema");
    await until(() => one.connection.state.get().outdated);
  });

  it("hands words back when reading is lost", async () => {
    const one = await page();
    await one.open("t");
    server.holding = true;
    one.type("t", 0, "mine");
    server.deny("t@1", "forbidden");

    await until(() => one.returned.length === 1);
    expect(one.texts.live("t").get()).toBeNull();
  });

  it("is read-only or not as the server says, at once (E10)", async () => {
    const one = await page();
    const live = await one.open("t");
    expect(live.state.get().writable).toBe(true);

    server.scope("t@1", "readonly");
    await until(() => !live.state.get().writable);
    server.scope("t@1", "read-write");
    await until(() => live.state.get().writable);
  });
});

describe("a new text (E15)", () => {
  it("is typed into before the server knows it, and goes there when it does", async () => {
    const one = await page();
    one.texts.attachNew("t");
    expect(one.live("t").state.get()).toMatchObject({ phase: "new", writable: true, synced: true });
    one.type("t", 0, "typed at once");
    const live = one.live("t");
    expect(server.log).toEqual([]);

    one.texts.confirmNew("t", 1);

    await until(() => server.words("t@1") === "typed at once");
    await until(() => one.journal?.count.get() === 0);
    expect(one.live("t")).toBe(live);
  });

  it("gives its words back when the server will not have it", async () => {
    const one = await page();
    one.texts.attachNew("t");
    one.type("t", 0, "unwanted");

    one.texts.dropNew("t", "forbidden");

    await until(() => one.returned.length === 1);
    expect(one.texts.live("t").get()).toBeNull();
  });
});

describe("attached texts", () => {
  it("are few: those not looked at for longest go first, never one with words on their way", async () => {
    const one = await page(2);
    await one.open("busy");
    server.holding = true;
    one.type("busy", 0, "x");
    const releases = ["a", "b", "c"].map((text) => one.texts.want(text, 1));
    for (const text of ["a", "b", "c"]) await one.synced(text);
    for (const release of releases) release();
    one.texts.want("d", 1)();

    await until(() => !one.texts.live("a").get() && !one.texts.live("b").get());
    expect(one.texts.live("busy").get()).not.toBeNull();
  });

  it("are compared with samples only when nothing is on its way (E3)", async () => {
    server.text("t@1", "same");
    const one = await page();
    await one.open("t");
    const wrong = { text: "t", generation: 1, hash: contentHash([{ insert: "other" }]) };
    expect(one.texts.agrees({ ...wrong, hash: contentHash([{ insert: "same" }]) })).toBe(true);
    expect(one.texts.agrees(wrong)).toBe(false);
    server.holding = true;
    one.type("t", 0, "x");
    expect(one.texts.agrees(wrong)).toBe(true);
  });
});

/** The tab is gone without a word; others find its silence or its lock. */
async function crash(one: Page) {
  const store = await import("./journalStore").then((module) => module.openStore());
  one.connection.stop();
  const all = (store as unknown as { db: IDBDatabase & { clear(name: string): Promise<void> } }).db;
  await all.clear("tabs");
}
