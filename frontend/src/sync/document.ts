import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { api, client } from "../api/client";
import { Unreachable } from "../api/problem";
import type { DocumentEvent, PageState, Paragraph } from "../api/types";
import { applyEvent, orderOf, place } from "./pageState";

/** The last state the server gave of a document, for conditional requests. */
const fetched = new Map<string, { etag: string; state: PageState }>();

/** Events heard lately; a page state that was made before them is brought up to date. */
const heard = new Map<string, DocumentEvent[]>();

const HEARD_LIMIT = 500;

/** Paragraphs made here that the server does not know yet, and after which one they stand. */
const unborn = new Map<string, Map<string, { paragraph: Paragraph; after: string | null }>>();

export const documentKey = (id: string) => ["document", id] as const;
export const documentMeKey = (id: string) => ["document", id, "me"] as const;

export function documentQuery(id: string) {
  return queryOptions({
    queryKey: documentKey(id),
    queryFn: ({ signal }) => fetchPageState(id, signal),
    staleTime: 30_000,
  });
}

/** A document's page state; inside DocumentSync it follows the document's events. */
export function useDocument(id: string) {
  return useQuery(documentQuery(id));
}

/** Who I am on this document and what I may do. */
export function useDocumentMe(id: string) {
  return useQuery({
    queryKey: documentMeKey(id),
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/me", { params: { path: { document_id: id } }, signal }),
    staleTime: 60_000,
  });
}

async function fetchPageState(id: string, signal?: AbortSignal): Promise<PageState> {
  const before = fetched.get(id);
  const params = { path: { document_id: id }, header: before && { "if-none-match": before.etag } };
  const { data, response } = await client.GET("/api/documents/{document_id}", { params, signal });
  const state = data && "paragraphs" in data && !("since" in data) ? data : undefined;
  if (!state) {
    if (before) return broughtUp(id, before.state);
    throw new Unreachable(response.status);
  }
  const etag = response.headers.get("etag");
  if (etag) fetched.set(id, { etag, state });
  return broughtUp(id, state);
}

/** A state with what was heard since it was made, and with what only this page knows. */
function broughtUp(id: string, state: PageState): PageState {
  let now = state;
  for (const event of heard.get(id) ?? []) now = applyEvent(now, event) ?? now;
  return withUnborn(id, now);
}

function withUnborn(id: string, state: PageState): PageState {
  let { paragraphs } = state;
  for (const [unbornId, { paragraph, after }] of unborn.get(id) ?? []) {
    if (paragraphs.some((one) => one.id === unbornId)) continue;
    paragraphs = place(paragraphs, paragraph, after, orderOf(state.categories)) ?? [...paragraphs, paragraph];
  }
  return paragraphs === state.paragraphs ? state : { ...state, paragraphs };
}

/** Applies an event to the page state in hand; false if there is a gap and the state must be fetched. */
export function hear(queries: QueryClient, id: string, event: DocumentEvent): boolean {
  const events = heard.get(id) ?? [];
  heard.set(id, [...events, event].sort((a, b) => a.number - b.number).slice(-HEARD_LIMIT));
  let state = queries.getQueryData<PageState>(documentKey(id));
  if (!state || event.number <= state.seq) return true;
  for (const next of heard.get(id) ?? []) {
    if (next.number <= state.seq) continue;
    const applied = applyEvent(state, next);
    if (!applied) return false;
    state = applied;
  }
  queries.setQueryData(documentKey(id), state);
  return true;
}

/** Forgets what was heard of a document: whoever opens it next begins with a fetched state. */
export function forgetHeard(id: string): void {
  heard.delete(id);
}

/** Changes one paragraph in the page state in hand. */
export function patchParagraph(queries: QueryClient, document: string, id: string, change: Partial<Paragraph>): void {
  queries.setQueryData<PageState>(documentKey(document), (state) => {
    const at = state?.paragraphs.findIndex((paragraph) => paragraph.id === id) ?? -1;
    const before = state?.paragraphs[at];
    if (!state || !before) return state;
    return { ...state, paragraphs: state.paragraphs.with(at, { ...before, ...change }) };
  });
}

/** Shows a paragraph that the server does not know yet. */
export function showUnborn(queries: QueryClient, document: string, paragraph: Paragraph, after: string | null): void {
  const mine = unborn.get(document) ?? new Map();
  unborn.set(document, mine.set(paragraph.id, { paragraph, after }));
  queries.setQueryData<PageState>(documentKey(document), (state) => state && withUnborn(document, state));
}

/** The server knows it now (with `born`), or will not have it. */
export function settleUnborn(queries: QueryClient, document: string, id: string, born: Paragraph | null): void {
  unborn.get(document)?.delete(id);
  queries.setQueryData<PageState>(documentKey(document), (state) => {
    if (!state) return state;
    const at = state.paragraphs.findIndex((paragraph) => paragraph.id === id);
    if (at === -1) return state;
    if (born) return { ...state, paragraphs: state.paragraphs.with(at, born) };
    return { ...state, paragraphs: state.paragraphs.toSpliced(at, 1) };
  });
}
