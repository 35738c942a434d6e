import { afterEach, describe, expect, it, vi } from "vitest";
import { del, get, post } from "./client";
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
    const error = await caught(post("/api/x", {}));

    expect(isProblem(error, "words-moved-on")).toBe(true);
    expect(isProblem(error, "other")).toBe(false);
    expect(error).toMatchObject({ status: 409, title: "Moved on", extra: { current: { words: "new" } } });
    expect(isPassing(error)).toBe(false);
  });

  it("tell no line and a server that is starting from a refusal", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    expect(await caught(get("/api/x"))).toBeInstanceOf(Unreachable);
    answers(503, "<html>starting</html>", "text/html");
    expect(isPassing(await caught(get("/api/x")))).toBe(true);
  });

  it("carry a key of their own when they change something, so that a repeated one is done once", async () => {
    const fetched = answers(204, null);
    await get("/api/x").catch(() => {});
    await del("/api/x");
    await post("/api/x", {}, { key: "same" });

    const keys = fetched.mock.calls.map(([, init]) => new Headers(init.headers).get("idempotency-key"));
    expect(keys).toEqual([null, expect.stringMatching(/^[0-9a-f-]{36}$/), "same"]);
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
