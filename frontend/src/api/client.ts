import createClient, {
  type ClientPathsWithMethod,
  type MethodResponse,
  type ParamsOption,
  type RequestBodyOption,
} from "openapi-fetch";
import { uuid7 } from "./ids";
import { readProblem, Unreachable } from "./problem";
import type { paths } from "./schema";

interface SendOptions {
  /** Idempotency-Key: give the same one to every try of the same command. */
  key?: string;
  signal?: AbortSignal;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
}

/**
 * What openapi-fetch makes of a call, instead of a Request: that wants whole addresses, and not every engine keeps its
 * `keepalive`. The client leaves the options that are not its own on it.
 */
class Call implements SendOptions {
  declare readonly key?: string;
  declare readonly signal?: AbortSignal;
  declare readonly keepalive?: boolean;
  readonly method: string;
  readonly headers: Headers;
  readonly body: BodyInit | null | undefined;

  constructor(
    readonly path: string,
    { method = "GET", headers, body }: RequestInit,
  ) {
    this.method = method;
    this.headers = new Headers(headers);
    this.body = body;
  }
}

/** One request with the login's cookie; throws Problem, Unreachable or the abort. Not modified is an answer too. */
async function send({ path, method, headers, body, key, signal, keepalive }: Call): Promise<Response> {
  headers.set("Accept", "application/json");
  if (method !== "GET") headers.set("Idempotency-Key", key ?? uuid7());
  let response: Response;
  try {
    response = await fetch(path, { method, headers, credentials: "same-origin", body, signal, keepalive });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable(error);
  }
  if (!response.ok && response.status !== 304) throw await readProblem(response);
  return response;
}

/** The client itself, for those who need more of an answer than its body; throws as `api` does. */
export const client = createClient<paths>({
  Request: Call as unknown as typeof Request,
  fetch: (call) => send(call as unknown as Call),
});

type Methods = "get" | "post" | "put" | "patch" | "delete";
type Paths<Method extends Methods> = ClientPathsWithMethod<typeof client, Method>;
type Options<Path extends keyof paths, Method extends Methods> = ParamsOption<paths[Path][Method]> &
  RequestBodyOption<paths[Path][Method]> &
  SendOptions;
/** The options can be left out where the path needs none. */
type Given<Wanted> = object extends Wanted ? [options?: Wanted] : [options: Wanted];
type Answer<Path extends keyof paths, Method extends Methods> = MethodResponse<
  typeof client,
  Method,
  Extract<Path, Paths<Method>>
>;

type Ask<Method extends Methods> = <Path extends Paths<Method>>(
  path: Path,
  ...options: Given<Options<Path, Method>>
) => Promise<Answer<Path, Method>>;

function ask<Method extends Methods>(method: Method): Ask<Method> {
  const run = client[method.toUpperCase() as "GET"] as (path: string, options?: object) => Promise<{ data?: unknown }>;
  return (async (path: string, options?: object) => (await run(path, options)).data) as Ask<Method>;
}

/** Requests as docs/openapi.json describes them; each answers with the body, or throws Problem or Unreachable. */
export const api = {
  get: ask("get"),
  post: ask("post"),
  put: ask("put"),
  patch: ask("patch"),
  delete: ask("delete"),
};
