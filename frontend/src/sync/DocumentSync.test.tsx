import "fake-indexeddb/auto";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import { IDBFactory } from "fake-indexeddb";
import { StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PageState, Paragraph } from "../api/types";
import { contentHash, plainText } from "../editor/canonical";
import { NONE } from "../testing/counts";
import { aPageState, aParagraph } from "../testing/pages";
import { DocumentSync, useAddParagraph, useSync } from "./DocumentSync";
import { useDocument } from "./document";
import { FakeServer } from "./fakeServer";
import type { DocumentSession } from "./session";
import { useLive, useReturned, useRuns, useSaveState, useTextAttachment } from "./useTextAttachment";

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

const channel = "doc:d";
let server: FakeServer;
let state: PageState;
let asked: { method: string; path: string; body: Record<string, unknown> | null; headers: Headers }[];
/** Answers instead of the usual ones. */
let special: ((method: string, path: string) => Answer | "unreachable" | null) | null;
let session: DocumentSession;
let person = 0;

function paragraph(id: string, words: string, generation = 1): Paragraph {
  return aParagraph(id, { words, generation });
}

const isState = (path: string) => path.split("?")[0] === "/api/documents/d";

function answer(method: string, path: string, body: Record<string, unknown> | null, headers: Headers): Answer {
  if (method === "GET" && isState(path)) {
    const etag = `"${state.seq}"`;
    if (headers.get("if-none-match") === etag) return { status: 304 };
    return { status: 200, body: state, headers: { etag } };
  }
  if (method === "PUT" && path.includes("/drafts/")) {
    return { status: 200, body: { id: path.split("/").pop(), paragraph: path.split("/")[3], ...body } };
  }
  if (method === "POST" && path === "/api/documents/d/paragraphs") {
    const made = { ...paragraph(String(body?.id), ""), text: String(body?.text), label: "new" };
    return { status: 201, body: made };
  }
  return { status: 202, body: {} };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = new FakeServer();
  vi.stubGlobal("WebSocket", server.WebSocketClass);
  state = aPageState({
    categories: [{ id: "a", code: "A", title: "", way: "anyone", counts: NONE }],
    paragraphs: [paragraph("p1", "One"), paragraph("p2", "Two")],
  });
  for (const one of state.paragraphs) server.text(`${one.text}@1`, one.words);
  asked = [];
  special = null;
  person += 1;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    const method = init.method ?? "GET";
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : null;
    asked.push({ method, path, body, headers });
    const said = special?.(method, path) ?? answer(method, path, body, headers);
    if (said === "unreachable") throw new TypeError("no line");
    const content = said.body === undefined ? null : JSON.stringify(said.body);
    return new Response(content, {
      status: said.status,
      headers: {
        "content-type": said.status >= 400 ? "application/problem+json" : "application/json",
        ...said.headers,
      },
    });
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Row({ paragraph }: { paragraph: Paragraph }) {
  const { ref, live } = useTextAttachment(paragraph.text, paragraph.generation);
  const { phase, synced, writable } = useLive(live);
  const runs = useRuns(live, paragraph.runs);
  const returned = useReturned(paragraph.text);
  return (
    <p ref={ref} data-testid={paragraph.text} data-phase={synced ? phase : "opening"} data-writable={writable}>
      {`${paragraph.label}: ${plainText(runs)}`}
      {returned.map((notice) => ` [not added: ${notice.words}, ${notice.kept ? "kept" : "here"}]`)}
    </p>
  );
}

function Page() {
  const { data } = useDocument("d");
  const { state: saving } = useSaveState();
  session = useSync();
  const add = useAddParagraph();
  return (
    <main data-saving={saving} data-testid="main">
      {data?.paragraphs.map((one) => (
        <Row key={one.id} paragraph={one} />
      ))}
      <button type="button" onClick={() => add({ after: "p1", category: "a", level: 0, kind: "plain" })}>
        Add
      </button>
    </main>
  );
}

function show() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const view = render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <DocumentSync documentId="d" personId={`person ${person}`}>
          <Page />
        </DocumentSync>
      </QueryClientProvider>
    </StrictMode>,
  );
  return { ...view, queries };
}

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 15_000, interval: 5 });

const shows = (words: string) => until(() => screen.getByTestId("main").textContent?.includes(words));

const isLive = (text: string) => until(() => screen.getByTestId(text).dataset.phase === "live");

function type(text: string, at: number, words: string) {
  act(() => session.texts.live(text).get()?.words.insert(at, words));
}

describe("a document's page", () => {
  it("paints from the page state and then shows the words live, over one socket", async () => {
    show();
    await shows("p1: One");
    await isLive("t-p1");

    act(() => server.write("t-p1@1", (words) => words.insert(3, " and all")));

    await shows("p1: One and all");
    expect(server.connections).toBe(1);
  });

  it("leaves no socket behind", async () => {
    const { unmount } = show();
    await isLive("t-p1");
    unmount();

    await until(() => server.connections === 0);
  });

  it("applies events in order, and fetches the state when one is missing", async () => {
    show();
    await isLive("t-p1");
    const change = (number: number, label: string) => ({
      type: "event",
      number,
      kind: "paragraph.changed",
      by: "Ana",
      paragraphs: [{ id: "p1", label }],
      categories: [],
      labels: {},
    });
    const fetches = () => asked.filter(({ method, path }) => method === "GET" && isState(path)).length;
    const before = fetches();

    server.stateless(channel, change(2, "second"));
    await shows("second: One");
    expect(fetches()).toBe(before);

    state = { ...state, seq: 4, paragraphs: state.paragraphs.map((one) => ({ ...one, label: "fourth" })) };
    server.stateless(channel, change(4, "fourth"));
    await shows("fourth: Two");
    expect(fetches()).toBe(before + 1);
  });

  it("takes only what changed since the state in hand, and a whole state when that does not fit (E23)", async () => {
    show();
    await isLive("t-p1");
    const { paragraphs, ...head } = state;
    const third = paragraph("p3", "Three");
    server.text("t-p3@1", "Three");
    server.text("t-p4@1", "Four");
    const changes = { since: "1", paragraphs: [third], removed: ["p1"], order: ["p3", "p2"] };
    special = (_method, path) =>
      isState(path) ? { status: 200, body: { ...changes, head: { ...head, seq: 2 } }, headers: { etag: '"2"' } } : null;
    server.stateless(channel, { type: "tick", number: 2 });
    await shows("p3: Three");
    expect(document.body.textContent).not.toContain("p1: One");

    state = { ...state, seq: 3, paragraphs: [paragraphs[1] ?? third, third, paragraph("p4", "Four")] };
    special = (_method, path) =>
      path.includes("since=") ? { status: 200, body: { ...changes, head, order: ["nobody"] } } : null;
    server.stateless(channel, { type: "tick", number: 3 });
    await shows("p4: Four");
  });

  it("fetches the state when a tick tells of an event that was not heard, with the ETag", async () => {
    show();
    await isLive("t-p1");
    server.text("t-p3@1", "Three");
    state = { ...state, seq: 2, paragraphs: [...state.paragraphs, paragraph("p3", "Three")] };
    server.stateless(channel, { type: "tick", number: 2 });

    await shows("p3: Three");
    const last = asked.findLast(({ path }) => isState(path));
    expect(last?.headers.get("if-none-match")).toBe('"1"');
    expect(last?.path).toBe("/api/documents/d?since=1");
  });

  it("hands back words that were not added as a private draft beside the paragraph (E9)", async () => {
    show();
    await isLive("t-p1");
    server.refusing.set("t-p1@1", "agreed");

    type("t-p1", 3, " too late");

    await shows("p1: One [not added: One too late, kept]");
    const put = asked.find(({ method }) => method === "PUT");
    expect(put?.path).toMatch(/^\/api\/paragraphs\/p1\/drafts\/[0-9a-f-]{36}$/);
    expect(put?.body).toEqual({
      runs: [{ insert: "One too late" }],
      base_hash: contentHash([{ insert: "One" }]),
      origin: "not_added",
      reason: "agreed",
    });
    await until(() => screen.getByTestId("main").dataset.saving === "notAdded");
  });

  it("keeps such words on this device until the server takes them, over a reload too", async () => {
    special = (method) => (method === "PUT" ? "unreachable" : null);
    const { unmount } = show();
    await isLive("t-p1");
    server.refusing.set("t-p1@1", "agreed");
    type("t-p1", 3, " too late");
    await shows("[not added: One too late, here]");
    unmount();
    special = null;

    show();

    await shows("[not added: One too late, kept]");
  });

  it("opens a text afresh whose words are not the server's, and reports it (E3)", async () => {
    show();
    await isLive("t-p1");
    const before = session.texts.live("t-p1").get();
    const sample = { type: "sample", text: "t-p1", generation: 1, seq: 7 };

    server.stateless(channel, { ...sample, hash: contentHash([{ insert: "One" }]) });
    server.stateless(channel, { ...sample, hash: contentHash([{ insert: "Another" }]) });

    await until(() => session.texts.live("t-p1").get() !== before);
    await isLive("t-p1");
    const reports = asked.filter(({ path }) => path === "/api/texts/t-p1/incident");
    expect(reports.map(({ body }) => body)).toEqual([
      { generation: 1, seq: 7, hash: contentHash([{ insert: "One" }]) },
    ]);
  });

  it("adds a paragraph that can be typed into before the server knows it (E15)", async () => {
    show();
    await isLive("t-p1");
    let line = false;
    special = (method, path) => (method === "POST" && path.endsWith("/paragraphs") && !line ? "unreachable" : null);
    act(() => screen.getByText("Add").click());
    await until(() => screen.getByTestId("main").querySelector('[data-phase="new"]'));
    const row = screen.getByTestId("main").querySelector<HTMLElement>('[data-phase="new"]');
    const text = row?.dataset.testid ?? "";
    expect(row?.previousElementSibling).toBe(screen.getByTestId("t-p1"));

    type(text, 0, "typed at once");
    expect(row?.textContent).toBe(": typed at once");
    line = true;

    await shows("new: typed at once");
    await until(() => server.words(`${text}@1`) === "typed at once");
    const posts = asked.filter(({ method, path }) => method === "POST" && path.endsWith("/paragraphs"));
    expect(new Set(posts.map(({ body }) => body?.id)).size).toBe(1);
  });

  it("remembers over a reload a paragraph that the server does not know yet (E15)", async () => {
    special = (method) => (method === "POST" ? "unreachable" : null);
    const { unmount } = show();
    await isLive("t-p1");
    act(() => screen.getByText("Add").click());
    await until(() => screen.getByTestId("main").querySelector('[data-phase="new"]'));
    const text = screen.getByTestId("main").querySelector<HTMLElement>('[data-phase="new"]')?.dataset.testid ?? "";
    type(text, 0, "kept");
    unmount();
    special = null;

    show();

    await until(() => server.words(`${text}@1`) === "kept");
  });

  it("says saving, saved, kept on this device and offline, each when it is true", async () => {
    show();
    await isLive("t-p1");
    const saving = () => screen.getByTestId("main").dataset.saving;
    expect(saving()).toBe("saved");
    server.holding = true;
    type("t-p1", 0, "x");
    await until(() => saving() === "saving");
    server.release();
    await until(() => saving() === "saved");

    server.away = true;
    server.cut();
    await until(() => saving() === "offline");
    type("t-p1", 0, "y");
    await until(() => saving() === "kept");
    server.away = false;
    window.dispatchEvent(new Event("online"));
    await until(() => saving() === "saved");
    expect(server.words("t-p1@1")).toBe("yxOne");
  }, 15_000);

  it("attaches the present generation when an event names it (E11)", async () => {
    show();
    await isLive("t-p1");
    server.text("t-p1@2", "Reopened");
    server.stateless(channel, {
      type: "event",
      number: 2,
      kind: "paragraph.marked",
      by: "Chair",
      paragraphs: [{ ...paragraph("p1", "Reopened", 2) }],
      categories: [],
      labels: {},
    });

    await until(() => session.texts.live("t-p1").get()?.generation === 2);
    await shows("p1: Reopened");
  });
});
