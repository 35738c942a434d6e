import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { api } from "../../api/client";
import type { components } from "../../api/schema";
import type { PageState, Way } from "../../api/types";
import { documentKey } from "../../sync/document";

interface CategoryVariables {
  id: string;
  code?: string;
  title?: string;
  way?: Way;
}

/** Changes a category: shown at once, and taken back if the server says no. */
export function useChangeCategory(documentId: string) {
  const client = useQueryClient();
  const key = documentKey(documentId);
  return useMutation({
    mutationFn: ({ id, ...change }: CategoryVariables) =>
      api.patch("/api/categories/{category_id}", { params: { path: { category_id: id } }, body: change }),
    onMutate: ({ id, ...change }) => {
      client.setQueryData<PageState>(key, (state) =>
        state
          ? { ...state, categories: state.categories.map((one) => (one.id === id ? { ...one, ...change } : one)) }
          : state,
      );
    },
    onError: () => void client.invalidateQueries({ queryKey: key }),
  });
}

export function useAddCategory(documentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (category: { code: string; title: string; after?: string }) =>
      api.post("/api/documents/{document_id}/categories", {
        params: { path: { document_id: documentId } },
        body: { ...category, way: "anyone" },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: documentKey(documentId) }),
  });
}

export function useChangeDocument(documentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: components["schemas"]["DocumentUpdate"]) =>
      api.patch("/api/documents/{document_id}", { params: { path: { document_id: documentId } }, body: change }),
    onSuccess: () => client.invalidateQueries({ queryKey: documentKey(documentId) }),
  });
}

const PAGE = 100;

function recordPage(documentId: string, after: number, signal: AbortSignal) {
  return api.get("/api/documents/{document_id}/record", {
    params: { path: { document_id: documentId }, query: { after, limit: PAGE } },
    signal,
  });
}

/** The record of decisions of a document, from its beginning, a page at a time. */
export function useRecord(documentId: string) {
  return useInfiniteQuery({
    queryKey: ["document", documentId, "record"],
    queryFn: ({ pageParam, signal }) => recordPage(documentId, pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: (lines) => (lines.length < PAGE ? undefined : lines.at(-1)?.number),
  });
}

/** Everybody hears an event at once; nobody needs the record's new end at once. */
const REST = 3_000;

/** The last decision, following the document's events a little behind. */
export function useLastDecision({ id, record, seq }: PageState): PageState["record"] {
  const [settled] = useDebouncedValue(seq, REST);
  const known = useRef(record);
  const first = useRef(seq);
  if ((record?.number ?? 0) > (known.current?.number ?? 0)) known.current = record;
  const { data } = useQuery({
    queryKey: ["document", id, "last decision", settled],
    queryFn: async ({ signal }) => {
      for (let lines = await more(signal); lines.length > 0; lines = await more(signal)) {
        const last = lines.at(-1);
        if (last) known.current = { number: last.number, fingerprint: last.fingerprint };
        if (lines.length < PAGE) break;
      }
      return known.current;
    },
    enabled: settled !== first.current,
    placeholderData: keepPreviousData,
  });
  const more = (signal: AbortSignal) => recordPage(id, known.current?.number ?? 0, signal);
  return (data?.number ?? 0) > (record?.number ?? 0) ? (data ?? null) : record;
}

/** How the document is numbered, and what numbering it anew would change. */
export function useNumbering(documentId: string) {
  return useQuery({
    queryKey: ["document", documentId, "numbering"],
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/numbering", { params: { path: { document_id: documentId } }, signal }),
    staleTime: 0,
  });
}

export function useSetNumbering(documentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (numbering: "frozen" | "computed") =>
      api.post("/api/documents/{document_id}/numbering", {
        params: { path: { document_id: documentId } },
        body: { numbering },
      }),
    onSuccess: (known) => {
      client.setQueryData(["document", documentId, "numbering"], known);
      return client.invalidateQueries({ queryKey: documentKey(documentId), exact: true });
    },
  });
}
