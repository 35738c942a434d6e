import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { components } from "../../api/schema";
import type { PageState, SittingAccess, Whereabouts } from "../../api/types";
import { documentKey, documentMeKey } from "../../sync/document";

export type Sitting = components["schemas"]["SittingRead"];
export type NotReached = components["schemas"]["NotReached"];
export type Display = components["schemas"]["DisplayRead"];
export type DisplayMade = components["schemas"]["DisplayMade"];

export interface SittingPlan {
  access: SittingAccess;
  planned: string[];
}

const sittingsKey = (documentId: string) => ["document", documentId, "sittings"] as const;
const displaysKey = (documentId: string) => ["document", documentId, "displays"] as const;

/** The sittings held on a document, the newest first. */
export function useSittings(documentId: string) {
  return useQuery({
    queryKey: sittingsKey(documentId),
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/sittings", { params: { path: { document_id: documentId } }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** After a change of the sitting: who may do what, and the page, are asked for anew. */
function useAsked(documentId: string) {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: documentKey(documentId), exact: true });
    void client.invalidateQueries({ queryKey: documentMeKey(documentId) });
    void client.invalidateQueries({ queryKey: sittingsKey(documentId) });
  };
}

export function useOpenSitting(documentId: string) {
  const onSuccess = useAsked(documentId);
  return useMutation({
    mutationFn: (body: SittingPlan) =>
      api.post("/api/documents/{document_id}/sittings", { params: { path: { document_id: documentId } }, body }),
    onSuccess,
  });
}

export function useChangeSitting(documentId: string) {
  const onSuccess = useAsked(documentId);
  return useMutation({
    mutationFn: ({ id, ...body }: Partial<SittingPlan> & { id: string }) =>
      api.patch("/api/sittings/{sitting_id}", { params: { path: { sitting_id: id } }, body }),
    onSuccess,
  });
}

/** Suspends, resumes or closes a sitting. */
export function useSittingStep(documentId: string) {
  const onSuccess = useAsked(documentId);
  return useMutation({
    mutationFn: ({ id, step }: { id: string; step: "suspend" | "resume" | "close" }) => {
      const options = { params: { path: { sitting_id: id } } };
      if (step === "suspend") return api.post("/api/sittings/{sitting_id}/suspend", options);
      if (step === "resume") return api.post("/api/sittings/{sitting_id}/resume", options);
      return api.post("/api/sittings/{sitting_id}/close", options);
    },
    onSuccess,
  });
}

/** Puts a paragraph under discussion, or (null) lays the present one down: shown at once, taken back if the server says no. */
export function useTakeUp(documentId: string) {
  const client = useQueryClient();
  const key = documentKey(documentId);
  return useMutation({
    mutationFn: (paragraph: string | null) =>
      api.put("/api/documents/{document_id}/now", {
        params: { path: { document_id: documentId } },
        body: { paragraph },
      }),
    onMutate: (paragraph) => {
      const now: Whereabouts["now"] = paragraph ? { paragraph, since: new Date().toISOString() } : null;
      client.setQueryData<PageState>(key, (state) => state && { ...state, now });
    },
    onError: () => void client.invalidateQueries({ queryKey: key, exact: true }),
  });
}

export function useDisplays(documentId: string) {
  return useQuery({
    queryKey: displaysKey(documentId),
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/displays", { params: { path: { document_id: documentId } }, signal }),
    refetchInterval: 30_000,
  });
}

export function useMakeDisplay(documentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      api.post("/api/documents/{document_id}/displays", {
        params: { path: { document_id: documentId } },
        body: { name },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: displaysKey(documentId) }),
  });
}

export function useRevokeDisplay(documentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete("/api/displays/{display_id}", { params: { path: { display_id: id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: displaysKey(documentId) }),
  });
}
