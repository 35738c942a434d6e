import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { uuid7 } from "../../api/ids";
import type { components } from "../../api/schema";
import type { DocumentMe } from "../../api/types";
import { documentMeKey } from "../../sync/document";
import { sayNotDone } from "../paragraphs/api";

type Schemas = components["schemas"];
export type History = Schemas["HistoryRead"];
export type HistoryGroup = Schemas["HistoryGroup"];
export type HistoryEntry = Schemas["HistoryEntry"];
export type Origin = Schemas["Origin"];
export type Changes = Schemas["ChangesRead"];
export type ParagraphChanged = Schemas["ParagraphChanged"];
export type Done = Schemas["Done"];

const PAGE = 40;

export const historyKey = (documentId: string, paragraph: string) =>
  ["document", documentId, "history", paragraph] as const;

/** The words of a paragraph through time, the newest first, a page at a time. */
export function useHistory(documentId: string, paragraph: string) {
  return useInfiniteQuery({
    queryKey: historyKey(documentId, paragraph),
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/paragraphs/{paragraph_id}/history", {
        params: { path: { paragraph_id: paragraph }, query: { before: pageParam, limit: PAGE } },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
}

/** How the words of two moments of a paragraph differ. */
export function useMoments(documentId: string, paragraph: string, from: string, to: string) {
  return useQuery({
    queryKey: [...historyKey(documentId, paragraph), "compare", from, to],
    queryFn: ({ signal }) =>
      api.get("/api/paragraphs/{paragraph_id}/history/compare", {
        params: { path: { paragraph_id: paragraph }, query: { from, to } },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** Opens a proposal with the words that a paragraph had at a moment: a draft, or, for an office, one that all see. */
export function useProposeAgain(documentId: string, paragraph: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (moment: string) => {
      const { runs } = await api.get("/api/paragraphs/{paragraph_id}/words", {
        params: { path: { paragraph_id: paragraph }, query: { seq: moment } },
      });
      const me = client.getQueryData<DocumentMe>(documentMeKey(documentId));
      return api.post("/api/documents/{document_id}/proposals", {
        params: { path: { document_id: documentId } },
        body: {
          id: uuid7(),
          text: uuid7(),
          kind: "change",
          paragraph,
          runs,
          source: "history",
          basis: basisOf(me),
          level: 0,
          paragraph_kind: "recommendation",
          rationale: "",
          table: false,
        },
      });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["document", documentId, "proposals"] }),
    onError: sayNotDone,
  });
}

/** In whose name: for whoever has no seat, that of their office. */
function basisOf(me: DocumentMe | undefined): Schemas["Basis"] {
  if (!me || me.seat !== null) return "member";
  return me.offices.some((one) => one === "chair" || one === "vice-chair") ? "chair" : "editorial";
}

/** A beginning since which changes are asked for. */
export type Since = { since: string } | { revision: number } | { meeting: true };

/** What changed in a document since then. */
export function useChanges(documentId: string, since: Since | null) {
  return useQuery({
    queryKey: ["document", documentId, "changes", since],
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/changes", {
        params: { path: { document_id: documentId }, query: since ?? {} },
        signal,
      }),
    enabled: since !== null,
    staleTime: 0,
    placeholderData: keepPreviousData,
    meta: { publicPage: true },
  });
}
