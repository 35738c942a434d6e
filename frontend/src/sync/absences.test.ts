import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { plainText, runsOf } from "../editor/canonical";
import { ABSENCE } from "./absences";
import { crash, Page, until } from "./fakePage";
import { FakeServer } from "./fakeServer";

let server: FakeServer;
let later = 0;
const pages: Page[] = [];

async function page(): Promise<Page> {
  const one = new Page(server);
  pages.push(one);
  await one.start();
  // A real page is never held as a whole: its document's channel goes on.
  await one.open("other");
  return one;
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = new FakeServer();
  later = 0;
  const now = Date.now.bind(Date);
  vi.spyOn(Date, "now").mockImplementation(() => now() + later);
});

afterEach(() => {
  for (const one of pages.splice(0)) one.stop();
  vi.restoreAllMocks();
});

/** Somebody types while the line is cut; comes back after so long, with others' words in the text meanwhile. */
async function away(ms: number, others: (words: import("yjs").Text) => void = () => {}): Promise<Page> {
  server.text("t@1", "Members agree.");
  const one = await page();
  await one.open("t");
  server.away = true;
  server.cut();
  await until(() => one.connection.state.get().state === "offline");
  one.type("t", 14, " Mine.");
  server.write("t@1", others);
  one.present.set("t", runsOf(server.text("t@1").getText("words")));
  later += ms;
  server.log.length = 0;
  server.away = false;
  return one;
}

const insert = (at: number, said: string) => (words: import("yjs").Text) => words.insert(at, said);
const sentWords = () => server.log.filter((line) => /^(step2|update) t@/.test(line));

describe("after an absence (E13)", () => {
  it("of less than two minutes edits merge", async () => {
    const one = await away(ABSENCE - 20_000, insert(0, "All "));
    await until(() => server.words("t@1") === "All Members agree. Mine.");
    expect(one.texts.absences.get()).toEqual([]);
  });

  it("edits go on by themselves where nothing happened, in the same editor", async () => {
    const one = await away(ABSENCE + 5_000);
    const live = one.live("t");
    await until(() => server.words("t@1") === "Members agree. Mine.");
    expect(one.live("t")).toBe(live);
    await until(() => one.journal?.count.get() === 0);
    one.type("t", 0, "So: ");
    await until(() => server.words("t@1") === "So: Members agree. Mine.");
  });

  it("the person sees both where others changed the words; until then nothing is sent and nothing lost", async () => {
    const one = await away(ABSENCE + 5_000, insert(0, "All "));
    await until(() => one.texts.absences.get().length === 1);
    expect(one.texts.absences.get()[0]).toMatchObject({ text: "t", changed: true, marked: false, discussed: false });
    const live = await one.synced("t");
    expect(live.words.toString()).toBe("All Members agree.");
    expect(live.state.get().writable).toBe(false);
    expect(one.journal?.count.get()).toBe(1);
    expect(server.words("t@1")).toBe("All Members agree.");
    expect(plainText(one.texts.ifAdded("t") ?? [])).toBe("All Members agree. Mine.");

    one.texts.choose("t", "add");
    await until(() => server.words("t@1") === "All Members agree. Mine.");
    await until(() => one.journal?.count.get() === 0);
    expect(one.texts.absences.get()).toEqual([]);
  });

  it("their words become a private draft if they choose so, and the text is as it was", async () => {
    const one = await away(ABSENCE + 5_000, insert(0, "All "));
    await until(() => one.texts.absences.get().length === 1);
    one.texts.choose("t", "keep");
    await until(() => one.returned.length === 1);
    expect(one.returned[0]).toMatchObject({ origin: "absence", runs: [{ insert: "Members agree. Mine." }] });
    expect(one.journal?.count.get()).toBe(0);
    await until(() => one.texts.live("t").get()?.state.get().writable);
    expect(server.words("t@1")).toBe("All Members agree.");
  });

  it("their words are let go if they choose so", async () => {
    const one = await away(ABSENCE + 5_000, insert(0, "All "));
    await until(() => one.texts.absences.get().length === 1);
    one.texts.choose("t", "discard");
    await until(() => one.texts.live("t").get()?.state.get().writable);
    expect(server.words("t@1")).toBe("All Members agree.");
    expect(one.returned).toEqual([]);
    expect(one.journal?.count.get()).toBe(0);
  });

  it("a mark or a discussion that began meanwhile asks too, though the words are the same", async () => {
    server.text("t@1", "Words.");
    const one = await page();
    await one.open("t");
    server.away = true;
    server.cut();
    await until(() => one.connection.state.get().state === "offline");
    one.type("t", 6, " Mine.");
    one.present.set("t", [{ insert: "Words." }]);
    one.standing.set("t", { mark: 7, discussed: true });
    later += ABSENCE + 5_000;
    server.away = false;
    await until(() => one.texts.absences.get().length === 1);
    expect(one.texts.absences.get()[0]).toMatchObject({ changed: false, marked: true, discussed: true });
  });

  it("a closed laptop's words are looked at first, after a reload too", async () => {
    const first = await away(0, insert(0, "All "));
    server.away = true;
    await first.journal?.flush();
    await crash(first);
    later += ABSENCE + 5_000;
    server.log.length = 0;
    server.away = false;

    const second = new Page(server);
    pages.push(second);
    second.present.set("t", [{ insert: "All Members agree." }]);
    await second.start();
    await second.open("other");
    second.texts.want("t", 1);
    await until(() => second.texts.absences.get().length === 1);
    await second.synced("t");
    expect(server.words("t@1")).toBe("All Members agree.");
    second.texts.choose("t", "add");
    await until(() => server.words("t@1") === "All Members agree. Mine.");
  });

  it("what the server had taken before the line was lost is not held against oneself", async () => {
    server.text("t@1", "Words.");
    const one = await page();
    await one.open("t");
    server.holding = true;
    one.type("t", 6, " Mine.");
    await until(() => sentWords().length > 0);
    server.release();
    server.away = true;
    server.cut();
    await until(() => one.connection.state.get().state === "offline");
    one.present.set("t", [{ insert: "Words. Mine." }]);
    later += ABSENCE + 5_000;
    server.away = false;
    await until(() => one.journal?.count.get() === 0);
    expect(one.texts.absences.get()).toEqual([]);
    expect(server.words("t@1")).toBe("Words. Mine.");
  });
});

describe("a text that was split while one typed (E16)", () => {
  it("gets what was on its way at the right half, and nothing is offered", async () => {
    server.text("t@1", "First second");
    server.text("t@2", "First ");
    server.text("u@1", "second");
    const one = await page();
    await one.open("t");
    server.holding = true;
    one.type("t", 12, " half");
    await until(() => sentWords().length > 0);
    server.cut();
    server.holding = false;
    const heirs = [
      { text: "t", generation: 2, runs: [{ insert: "First " }] },
      { text: "u", generation: 1, runs: [{ insert: "second" }] },
    ];
    one.texts.cut("t", 2, heirs);
    one.texts.setGeneration("t", 2);

    await until(() => server.words("u@1") === "second half");
    expect((await one.synced("t")).words.toString()).toBe("First ");
    await until(() => one.journal?.count.get() === 0);
    expect(one.returned).toEqual([]);
    expect(await one.journal?.returned()).toEqual([]);
  });
});
