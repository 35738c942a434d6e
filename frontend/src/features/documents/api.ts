import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch, post } from "../../api/client";
import type { Audience, Category, DecisionLine, PageState, Run, Way } from "../../api/types";
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
    mutationFn: ({ id, ...change }: CategoryVariables) => patch<Category>(`/api/categories/${id}`, change),
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
      post<Category>(`/api/documents/${documentId}/categories`, category),
    onSuccess: () => client.invalidateQueries({ queryKey: documentKey(documentId) }),
  });
}

export function useChangeDocument(documentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { title?: string; audience?: Audience }) => patch(`/api/documents/${documentId}`, change),
    onSuccess: () => client.invalidateQueries({ queryKey: documentKey(documentId) }),
  });
}

/** A line of the record with everything that a document's record page shows. */
export interface RecordLine extends DecisionLine {
  runs: Run[] | null;
  details: Record<string, unknown>;
}

interface RecordPage {
  last: number;
  fingerprint: string | null;
  lines: RecordLine[];
  next: number | null;
}

const PAGE = 100;

/** The record of decisions of a document, from its beginning, a page at a time. */
export function useRecord(documentId: string) {
  return useInfiniteQuery({
    queryKey: ["document", documentId, "record"],
    queryFn: ({ pageParam, signal }) =>
      get<RecordPage>(`/api/documents/${documentId}/record?after=${pageParam}&limit=${PAGE}`, { signal }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  });
}
