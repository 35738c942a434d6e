import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentHash } from "../editor/canonical";
import { crash, Page, until } from "./fakePage";
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
