import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentHash } from "../editor/canonical";
import { Page, until } from "./fakePage";
import { FakeServer } from "./fakeServer";

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

  it("made with words is opened as soon as the server knows it, though it was asked for before", async () => {
    const one = await page();
    server.deny("t@1", "not-found");
    one.texts.want("t", 1);
    await until(() => server.log.includes("token t@1") && one.texts.live("t").get() === null);
    server.denied.clear();
    server.text("t@1", "pasted");

    one.texts.confirmNew("t", 1);

    expect((await one.synced("t")).words.toString()).toBe("pasted");
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
