import { afterEach, describe, expect, it, vi } from "vitest";
import { api, client } from "./client";
import { uuid7 } from "./ids";
import { isPassing, isProblem, Unreachable } from "./problem";

function answers(status: number, body: unknown, type = "application/problem+json") {
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => {
    const content = body === null ? null : typeof body === "string" ? body : JSON.stringify(body);
    return new Response(content, { status, headers: { "content-type": type } });
  });
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

afterEach(() => vi.unstubAllGlobals());

const caught = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);

describe("requests to the server", () => {
  it("throw the problem that the server explains, with its slug and further members", async () => {
    answers(409, { type: "/problems/words-moved-on", title: "Moved on", status: 409, current: { words: "new" } });
    const error = await caught(api.post("/api/logout"));

    expect(isProblem(error, "words-moved-on")).toBe(true);
    expect(isProblem(error, "other")).toBe(false);
    expect(error).toMatchObject({ status: 409, title: "Moved on", extra: { current: { words: "new" } } });
    expect(isPassing(error)).toBe(false);
  });

  it("tell no line and a server that is starting from a refusal", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    expect(await caught(api.get("/api/me"))).toBeInstanceOf(Unreachable);
    answers(503, "<html>starting</html>", "text/html");
    expect(isPassing(await caught(api.get("/api/me")))).toBe(true);
  });

  it("carry a key of their own when they change something, so that a repeated one is done once", async () => {
    const fetched = answers(204, null);
    await api.get("/api/me").catch(() => {});
    await api.post("/api/logout");
    await api.post("/api/logout", { key: "same" });

    const keys = fetched.mock.calls.map(([, init]) => new Headers(init.headers).get("idempotency-key"));
    expect(keys).toEqual([null, expect.stringMatching(/^[0-9a-f-]{36}$/), "same"]);
  });

  it("go to the address that the description gives, with the login's cookie, and can outlive the page", async () => {
    const fetched = answers(200, { number: 3 }, "application/json");
    const { signal } = new AbortController();
    const path = { document_id: "a/b" };
    expect(
      await api.get("/api/documents/{document_id}/record", { params: { path, query: { after: 2 } }, signal }),
    ).toEqual({ number: 3 });
    await api.patch("/api/documents/{document_id}", { params: { path }, body: { title: "T" }, keepalive: true });
    const [[first, read], [second, change]] = fetched.mock.calls as [[string, RequestInit], [string, RequestInit]];
    expect([first, read.method, read.body, read.signal]).toEqual([
      "/api/documents/a%2Fb/record?after=2",
      "GET",
      undefined,
      signal,
    ]);
    expect(second).toBe("/api/documents/a%2Fb");
    expect(change).toMatchObject({
      method: "PATCH",
      body: '{"title":"T"}',
      keepalive: true,
      credentials: "same-origin",
    });
    expect(new Headers(change.headers).get("content-type")).toBe("application/json");
  });

  it("that find nothing new have no body, and do not fail", async () => {
    const fetched = answers(304, null);
    const params = { path: { document_id: "d" }, header: { "if-none-match": '"e"' } };
    const { data, response } = await client.GET("/api/documents/{document_id}", { params });
    expect([data, response.status]).toEqual([undefined, 304]);
    expect(new Headers(fetched.mock.calls[0]?.[1].headers).get("if-none-match")).toBe('"e"');
  });

  it("that are called off end as the abort they were, not as a lost line", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new DOMException("called off", "AbortError")));
    expect(await caught(api.get("/api/me"))).toMatchObject({ name: "AbortError" });
  });
});

describe("ids made here", () => {
  it("are UUIDs of version 7 and sort by their time", () => {
    const ids = [1, 2 ** 40, Date.now()].map((at) => uuid7(at));

    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([...ids].sort()).toEqual(ids);
    expect(uuid7(2 ** 40).slice(0, 13)).toBe("01000000-0000");
  });
});
