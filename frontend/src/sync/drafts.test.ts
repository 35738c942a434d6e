import "fake-indexeddb/auto";
import { QueryClient } from "@tanstack/react-query";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Drafts } from "./drafts";
import { until } from "./fakePage";
import { Journal } from "./journal";

type Sent = { path: string; words: string; answer: (status: number) => void };

let sent: Sent[];
let made: Drafts[];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  [sent, made] = [[], []];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    const words = (JSON.parse(String(init.body)) as { runs: { insert: string }[] }).runs
      .map((run) => run.insert)
      .join("");
    return new Promise((resolve) => {
      const answer = (status: number) =>
        resolve(new Response("{}", { status, headers: { "content-type": "application/json" } }));
      sent.push({ path, words, answer });
    });
  });
});

afterEach(() => {
  for (const one of made) one.stop();
  vi.unstubAllGlobals();
});

async function drafts(tab: string): Promise<{ drafts: Drafts; journal: Journal }> {
  const one = new Drafts({ document: "d", queries: new QueryClient() });
  made.push(one);
  const journal = await Journal.open("p", tab);
  await one.start(journal);
  return { drafts: one, journal };
}

const draft = (words: string) => ({
  id: "draft",
  paragraph: "p1",
  runs: [{ insert: words }],
  base_hash: null,
  origin: "own" as const,
  reason: null,
});

test("the first letters of a draft are on the device at once, and sent by the next page if this one could not", async () => {
  const first = await drafts("one");
  first.drafts.keep(draft("B"), "p");
  first.drafts.keep(draft("Br"), "p");
  first.drafts.stop();
  await vi.waitFor(async () => expect((await first.journal.drafts()).length).toBe(1), { timeout: 15_000 });

  await drafts("two");
  await until(() => sent.length === 1);
  expect(sent[0]).toMatchObject({ path: "/api/paragraphs/p1/drafts/draft", words: "Br" });
});

test("words of a draft are sent one after the other, and kept until the last of them has arrived", async () => {
  const { drafts: one, journal } = await drafts("one");
  one.keep(draft("a"), "p");
  one.flush();
  await until(() => sent.length === 1);
  one.keep(draft("ab"), "p");
  one.flush();
  expect(sent.length).toBe(1);
  expect(one.states.get().get("draft")).toBe("keeping");
  sent[0]?.answer(200);
  await until(() => sent.length === 2);
  expect(sent[1]?.words).toBe("ab");
  expect((await journal.drafts()).length).toBe(1);
  sent[1]?.answer(200);
  await until(() => one.states.get().size === 0);
  expect(await journal.drafts()).toEqual([]);
});

test("what the server will not have stays on the device, and a discarded draft is not sent after it", async () => {
  const { drafts: one, journal } = await drafts("one");
  one.keep(draft("a"), "p");
  one.flush();
  await until(() => sent.length === 1);
  sent[0]?.answer(403);
  await until(() => one.states.get().get("draft") === "failed");
  expect((await journal.drafts()).length).toBe(1);

  one.keep(draft("ab"), "p");
  one.flush();
  await until(() => sent.length === 2);
  let over = false;
  const forgotten = one.forget("draft").then(() => {
    over = true;
  });
  expect(over).toBe(false);
  sent[1]?.answer(200);
  await forgotten;
  expect(await journal.drafts()).toEqual([]);
});
