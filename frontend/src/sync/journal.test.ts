import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { Journal, pendingCount } from "./journal";
import { openStore } from "./journalStore";
import type { TextJournal } from "./textJournal";

const person = "p";
const document = "d";

/** The part of Web Locks that is used; a tab that dies lets go of what it held. */
class Locks {
  private readonly waiting = new Map<string, (() => unknown)[]>();
  async query() {
    return { held: [...this.waiting.keys()].map((name) => ({ name })), pending: [] };
  }
  async request(name: string, work: () => Promise<void>) {
    const queue = this.waiting.get(name);
    if (!queue) this.waiting.set(name, []);
    else await new Promise<void>((resolve) => queue.push(() => resolve()));
    return work();
  }
  die(tab: string) {
    const name = `concord-tab-${tab}`;
    const next = this.waiting.get(name)?.shift();
    if (next) next();
    else this.waiting.delete(name);
  }
}

let locks: Locks;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  locks = new Locks();
  Object.defineProperty(navigator, "locks", { value: locks, configurable: true });
});

afterEach(() => {
  Reflect.deleteProperty(navigator, "locks");
});

/** Types into a text as a page would. */
function typed(journal: TextJournal, doc: Y.Doc, change: (words: Y.Text) => void) {
  const before = Y.encodeStateAsUpdate(doc);
  const listen = (update: Uint8Array) => journal.typed(update, () => before);
  doc.on("update", listen);
  change(doc.getText("words"));
  doc.off("update", listen);
}

function text(words = "") {
  const doc = new Y.Doc();
  doc.getText("words").insert(0, words);
  return doc;
}

describe("the journal (E12)", () => {
  it("gives the words of a tab that died to the next one", async () => {
    const first = await Journal.open(person, "one");
    const doc = text("Members agree");
    typed(first.text("t", 1, document), doc, (words) => words.insert(13, " to cooperate"));
    await first.flush();
    locks.die("one");

    const second = await Journal.open(person, "two");

    expect(second.count.get()).toBe(1);
    const [found] = second.pending("t");
    expect(found?.words(true)).toEqual([{ insert: "Members agree to cooperate" }]);
    expect(found?.words(false)).toEqual([{ insert: "Members agree" }]);
  });

  it("leaves the words of a tab that lives to that tab", async () => {
    const first = await Journal.open(person, "one");
    typed(first.text("t", 1, document), text(), (words) => words.insert(0, "mine"));
    await first.flush();

    const second = await Journal.open(person, "two");

    expect(second.pending()).toEqual([]);
    second.text("t", 1, document).clear();
    await second.flush();
    const store = await openStore();
    expect(await store?.count(person)).toBe(1);
  });

  it("gives the words of a tab that dies to one that lives", async () => {
    const first = await Journal.open(person, "one");
    typed(first.text("t", 1, document), text(), (words) => words.insert(0, "mine"));
    await first.flush();
    const second = await Journal.open(person, "two");
    const inherited = new Promise<TextJournal[]>((resolve) => second.onInherited(resolve));
    typed(second.text("t", 1, document), text(), (words) => words.insert(0, "yours"));

    locks.die("one");

    const [journal] = await inherited;
    expect(journal).toBe(second.pending("t")[0]);
    expect(journal?.unsaved).toBe(2);
    await second.flush();
    locks.die("two");
    expect((await Journal.open(person, "three")).count.get()).toBe(2);
  });

  it("unites what two dead tabs typed into one text", async () => {
    for (const tab of ["one", "two"]) {
      const journal = await Journal.open(person, tab);
      typed(journal.text("t", 1, document), text(), (words) => words.insert(0, tab));
      await journal.flush();
    }
    locks.die("one");
    locks.die("two");

    const third = await Journal.open(person, "three");

    const words =
      third
        .pending("t")[0]
        ?.words(true)
        .map((run) => run.insert)
        .join("") ?? "";
    expect([...words.matchAll(/one|two/g)].map(String).sort()).toEqual(["one", "two"]);
    expect(third.count.get()).toBe(2);
  });

  it("finds dead tabs without Web Locks, by their silence", async () => {
    Reflect.deleteProperty(navigator, "locks");
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    try {
      const first = await Journal.open(person, "one");
      typed(first.text("t", 1, document), text(), (words) => words.insert(0, "mine"));
      await first.flush();
      expect((await Journal.open(person, "two")).pending()).toEqual([]);

      vi.setSystemTime(Date.now() + 60_000);

      expect((await Journal.open(person, "three")).pending()).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is empty, also on the device, once everything is acknowledged", async () => {
    const journal = await Journal.open(person, "one");
    const doc = text();
    const leaf = journal.text("t", 1, document);
    typed(leaf, doc, (words) => words.insert(0, "a"));
    await journal.flush();
    leaf.acknowledge(leaf.carriedBy("step2", new Uint8Array()));
    await journal.flush();

    expect(journal.count.get()).toBe(0);
    const store = await openStore();
    expect(await store?.count()).toBe(0);
    locks.die("one");
    expect((await Journal.open(person, "two")).pending()).toEqual([]);
  });

  it("keeps a deletion, which leaves a state vector unchanged", async () => {
    const journal = await Journal.open(person, "one");
    const doc = text("shall not");
    typed(journal.text("t", 1, document), doc, (words) => words.delete(5, 4));
    await journal.flush();
    locks.die("one");

    const [found] = (await Journal.open(person, "two")).pending();

    expect(found?.words(true)).toEqual([{ insert: "shall" }]);
  });

  it("keeps others' words on which later own ones rest", async () => {
    const journal = await Journal.open(person, "one");
    const leaf = journal.text("t", 1, document);
    const doc = text();
    typed(leaf, doc, (words) => words.insert(0, "mine "));
    const other = text();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    other.getText("words").insert(5, "theirs ");
    const news = Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc));
    Y.applyUpdate(doc, news);
    leaf.seen(news);
    typed(leaf, doc, (words) => words.insert(12, "mine again"));
    await journal.flush();
    locks.die("one");

    const [found] = (await Journal.open(person, "two")).pending();

    expect(found?.words(true)).toEqual([{ insert: "mine theirs mine again" }]);
  });

  it("lets go of entries and keeps the words that were not added, both or neither", async () => {
    const journal = await Journal.open(person, "one");
    const leaf = journal.text("t", 1, document);
    typed(leaf, text(), (words) => words.insert(0, "late"));
    await journal.flush();
    const runs = leaf.words(true);
    await journal.giveBack(
      [
        {
          id: "r",
          person,
          document,
          text: "t",
          paragraph: "p1",
          runs,
          baseHash: leaf.baseHash(),
          origin: "not_added",
          reason: "agreed",
          at: 1,
        },
      ],
      leaf,
    );
    locks.die("one");

    const next = await Journal.open(person, "two");

    expect(next.pending()).toEqual([]);
    expect((await next.returned())[0]?.runs).toEqual([{ insert: "late" }]);
    expect(await pendingCount(person)).toBe(1);
    await next.forgetReturned("r");
    expect(await pendingCount(person)).toBe(0);
  });

  it("works in memory, and says so, where the browser keeps nothing", async () => {
    Reflect.deleteProperty(globalThis, "indexedDB");
    const journal = await Journal.open(person, "one");
    typed(journal.text("t", 1, document), text(), (words) => words.insert(0, "a"));
    await journal.flush();

    expect(journal.durable.get()).toBe(false);
    expect(journal.count.get()).toBe(1);
  });

  it("does not show one person what another typed on the same device", async () => {
    const first = await Journal.open(person, "one");
    typed(first.text("t", 1, document), text(), (words) => words.insert(0, "a"));
    await first.flush();
    locks.die("one");

    expect((await Journal.open("somebody else", "two")).pending()).toEqual([]);
  });
});
