import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { api, client } from "../api/client";
import { Unreachable } from "../api/problem";
import type { DocumentEvent, DocumentMe, PageChanges, PageState, Paragraph } from "../api/types";
import { applyEvent, orderOf, place } from "./pageState";

/** The last state the server gave of a document, for conditional requests. */
const fetched = new Map<string, { etag: string; state: PageState }>();

/** Events heard lately; a page state that was made before them is brought up to date. */
const heard = new Map<string, DocumentEvent[]>();

const HEARD_LIMIT = 500;

/** Paragraphs made here that the server does not know yet, and after which one they stand. */
const unborn = new Map<string, Map<string, { paragraph: Paragraph; after: string | null }>>();

/** What a person's standing must still be brought up to date with when it was fetched: drafts that are on their way. */
const drafting = new Map<string, (me: DocumentMe) => DocumentMe>();

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
    queryFn: async ({ signal }) => {
      const me = await api.get("/api/documents/{document_id}/me", { params: { path: { document_id: id } }, signal });
      return drafting.get(id)?.(me) ?? me;
    },
    staleTime: 60_000,
  });
}

async function fetchPageState(id: string, signal?: AbortSignal): Promise<PageState> {
  const before = fetched.get(id);
  const header = before && { "if-none-match": before.etag };
  const query = before && { since: before.etag.replaceAll('"', "") };
  const params = { path: { document_id: id }, query, header };
  const { data, response } = await client.GET("/api/documents/{document_id}", { params, signal });
  if (!data) {
    if (before) return broughtUp(id, before.state);
    throw new Unreachable(response.status);
  }
  const state = "since" in data ? before && changed(before.state, data) : data;
  if (!state) {
    // The server and this page do not mean the same earlier state: begin anew with a whole one.
    fetched.delete(id);
    return fetchPageState(id, signal);
  }
  const etag = response.headers.get("etag");
  if (etag) fetched.set(id, { etag, state });
  return broughtUp(id, state);
}

/** An earlier state with what changed since (ENGINE E23); null if the two do not fit together. */
export function changed(state: PageState, { head, paragraphs, removed, order }: PageChanges): PageState | null {
  const known = new Map<string, Paragraph>(state.paragraphs.map((one) => [one.id, one]));
  for (const one of paragraphs) known.set(one.id, one);
  for (const id of removed) known.delete(id);
  const ids = order ?? state.paragraphs.map((one) => one.id);
  const now = ids.flatMap((id) => known.get(id) ?? []);
  return now.length === ids.length && now.length === known.size ? { ...state, ...head, paragraphs: now } : null;
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

/** From now on each fetched standing passes through this; returns how to end it. */
export function whileDrafting(id: string, withWaiting: (me: DocumentMe) => DocumentMe): () => void {
  drafting.set(id, withWaiting);
  return () => {
    if (drafting.get(id) === withWaiting) drafting.delete(id);
  };
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

/** A paragraph was split or joined: both are as they say, until the document's event tells the rest. */
export function showCut(queries: QueryClient, document: string, first: Paragraph, second: Paragraph): void {
  queries.setQueryData<PageState>(documentKey(document), (state) => {
    if (!state) return state;
    const known = state.paragraphs.map((one) => (one.id === first.id ? first : one.id === second.id ? second : one));
    if (known.some((one) => one.id === second.id)) return { ...state, paragraphs: known };
    const placed = place(known, second, first.id, orderOf(state.categories));
    return placed ? { ...state, paragraphs: placed } : state;
  });
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
