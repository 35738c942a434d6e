import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { isProblem } from "../../api/problem";
import type { components } from "../../api/schema";
import type { Audience, DocumentState } from "../../api/types";
import { documentKey, documentMeKey } from "../../sync/document";

type Schemas = components["schemas"];
export type RevisionHead = Schemas["RevisionHead"];
export type Revision = Schemas["RevisionRead"];
export type Release = Schemas["ReleaseRead"];
export type Comparison = Schemas["Comparison"];
export type Compared = Schemas["Compared"];
export type Adoption = Schemas["AdoptionPreview"];
export type Unsettled = Schemas["Unsettled"];

/** What can be compared: a revision's number, or the document as it is now. */
export type Which = number | "now";

const revisionsKey = (documentId: string) => ["document", documentId, "revisions"] as const;

/** While a release is to come, the page looks again: what it says must be true at that moment. */
const LOOK_AGAIN = 30_000;

/** A document's revisions, the newest first. */
export function useRevisions(documentId: string) {
  return useQuery({
    queryKey: revisionsKey(documentId),
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/revisions", { params: { path: { document_id: documentId } }, signal }),
    meta: { publicPage: true },
    refetchInterval: ({ state }) =>
      state.data?.some(({ releases }) => releases.some((one) => new Date(one.from_time).getTime() > Date.now()))
        ? LOOK_AGAIN
        : false,
  });
}

export function useRevision(documentId: string, number: number) {
  return useQuery({
    queryKey: [...revisionsKey(documentId), number],
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/revisions/{number}", {
        params: { path: { document_id: documentId, number } },
        signal,
      }),
    meta: { publicPage: true },
    // Whoever waits for its release sees it come.
    refetchInterval: ({ state }) => (isProblem(state.error) && state.error.extra.opens_at ? LOOK_AGAIN : false),
  });
}

export function useComparison(documentId: string, from: Which | null, to: Which) {
  return useQuery({
    queryKey: ["document", documentId, "compare", from, to],
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/compare", {
        params: { path: { document_id: documentId }, query: { from: String(from), to: String(to) } },
        signal,
      }),
    enabled: from !== null,
    meta: { publicPage: true },
    staleTime: to === "now" || from === "now" ? 0 : Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

/** After anything about revisions or the state: what shows them is asked for anew. */
function useAsked(documentId: string) {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: revisionsKey(documentId) });
    void client.invalidateQueries({ queryKey: documentKey(documentId), exact: true });
    void client.invalidateQueries({ queryKey: documentMeKey(documentId) });
    void client.invalidateQueries({ queryKey: adoptionQuery(documentId).queryKey });
  };
}

export function useFreeze(documentId: string) {
  const onSuccess = useAsked(documentId);
  return useMutation({
    mutationFn: (title: string) =>
      api.post("/api/documents/{document_id}/revisions", {
        params: { path: { document_id: documentId } },
        body: { title },
      }),
    onSuccess,
  });
}

export function useRelease(documentId: string) {
  const onSuccess = useAsked(documentId);
  return useMutation({
    mutationFn: ({ number, ...body }: { number: number; audience: Audience; from_time: string | null }) =>
      api.post("/api/documents/{document_id}/revisions/{number}/releases", {
        params: { path: { document_id: documentId, number } },
        body,
      }),
    onSuccess,
  });
}

export function useTakeBack(documentId: string) {
  const onSuccess = useAsked(documentId);
  return useMutation({
    mutationFn: (id: string) => api.delete("/api/releases/{release_id}", { params: { path: { release_id: id } } }),
    onSuccess,
  });
}

export function adoptionQuery(documentId: string) {
  return queryOptions({
    queryKey: ["document", documentId, "adoption"],
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/adoption", { params: { path: { document_id: documentId } }, signal }),
    staleTime: 0,
  });
}

export interface StateChange {
  state: DocumentState;
  as_amended?: boolean;
  seen?: string;
  reason?: string;
}

export function useChangeState(documentId: string) {
  const onSettled = useAsked(documentId);
  return useMutation({
    mutationFn: ({ as_amended = false, ...change }: StateChange) =>
      api.post("/api/documents/{document_id}/state", {
        params: { path: { document_id: documentId } },
        body: { ...change, as_amended },
      }),
    onSettled,
  });
}
