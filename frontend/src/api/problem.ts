/** A refusal the server explains (RFC 9457); `slug` is the last part of its type. */
export class Problem extends Error {
  readonly status: number;
  readonly slug: string;
  readonly title: string;
  readonly detail: string | null;
  readonly errors: { pointer: string; detail: string }[];
  readonly extra: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    const title = typeof body.title === "string" ? body.title : `HTTP ${status}`;
    const detail = typeof body.detail === "string" ? body.detail : null;
    super(detail ?? title);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.slug = typeof body.type === "string" ? (body.type.split("/").pop() ?? "") : "";
    this.errors = Array.isArray(body.errors) ? (body.errors as Problem["errors"]) : [];
    const { type: _type, title: _title, status: _status, detail: _detail, errors: _errors, ...extra } = body;
    this.extra = extra;
  }
}

/** The server could not be reached, or answered something that is not Concord's. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super("The server cannot be reached", { cause });
    this.name = "Unreachable";
  }
}

/** Narrows an error to a problem, and to one slug if given. */
export function isProblem(error: unknown, slug?: string): error is Problem {
  return error instanceof Problem && (slug === undefined || error.slug === slug);
}

/** Whether trying again later can help: no line, a server starting or too busy, signed out for now; never a refusal. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return error instanceof Problem && (error.status === 401 || error.status === 429 || error.status >= 500);
}

/** What a failed response says, as a Problem; an answer without a problem body counts as unreachable from 502 up. */
export async function readProblem(response: Response): Promise<Problem | Unreachable> {
  if ((response.headers.get("content-type") ?? "").includes("json")) {
    try {
      return new Problem(response.status, (await response.json()) as Record<string, unknown>);
    } catch {
      return new Problem(response.status, {});
    }
  }
  if (response.status >= 502) return new Unreachable(response.status);
  return new Problem(response.status, {});
}
