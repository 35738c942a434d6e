import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { api } from "../../api/client";
import { uuid7 } from "../../api/ids";
import type { components } from "../../api/schema";
import type { Run } from "../../api/types";
import { Shelf, useBeside, useKnownTexts } from "../../sync/beside";
import { useSync } from "../../sync/DocumentSync";
import { sayNotDone } from "../paragraphs/api";

export type Alternative = components["schemas"]["AlternativeRead"];

const shelf = new Shelf<Alternative>();
const NONE: Alternative[] = [];

export const alternativesKey = (documentId: string) => ["document", documentId, "alternatives"] as const;

/** Keeps the page's alternatives as the server has them; once on a page. */
export function useAlternativesFeed(): void {
  const session = useSync();
  const { documentId } = session;
  const { data = NONE } = useQuery({
    queryKey: alternativesKey(documentId),
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/alternatives", { params: { path: { document_id: documentId } }, signal }),
    meta: { publicPage: true },
  });
  useEffect(() => shelf.take(session, data), [session, data]);
  useKnownTexts(useMemo(() => data.filter((one) => one.state === "standing"), [data]));
}

/** The alternatives of a paragraph, those that no longer stand too. */
export function useAlternatives(paragraph: string): readonly Alternative[] {
  return useBeside(shelf, paragraph);
}

/** How to fetch them anew: words typed into them make no event. */
export function useRefreshAlternatives(): () => void {
  const client = useQueryClient();
  const { documentId } = useSync();
  return useCallback(() => {
    void client.invalidateQueries({ queryKey: alternativesKey(documentId) });
  }, [client, documentId]);
}

/** Sends a command about alternatives; what the page shows follows. */
function useCommand<Variables, Answer>(send: (variables: Variables) => Promise<Answer>, quietly = false) {
  const client = useQueryClient();
  const { documentId } = useSync();
  return useMutation({
    mutationFn: send,
    onError: quietly ? undefined : sayNotDone,
    onSettled: () => client.invalidateQueries({ queryKey: alternativesKey(documentId) }),
  });
}

const at = (id: string) => ({ params: { path: { alternative_id: id } } });

export function useAddAlternative() {
  return useCommand(({ paragraph, runs }: { paragraph: string; runs: Run[] }) =>
    api.post("/api/paragraphs/{paragraph_id}/alternatives", {
      params: { path: { paragraph_id: paragraph } },
      body: { id: uuid7(), text: uuid7(), runs },
    }),
  );
}

/** Supports it for one's delegation, or no longer. */
export function useSupport() {
  return useCommand(({ id, mine }: Pick<Alternative, "id" | "mine">) =>
    mine
      ? api.post("/api/alternatives/{alternative_id}/leave", at(id))
      : api.post("/api/alternatives/{alternative_id}/support", at(id)),
  );
}

interface MakeText {
  id: string;
  alternative_hash: string;
  paragraph_hash: string;
  keep_present: boolean;
}

export function useMakeText() {
  return useCommand(
    ({ id, ...body }: MakeText) => api.post("/api/alternatives/{alternative_id}/make-text", { ...at(id), body }),
    true,
  );
}

export function useDrop() {
  return useCommand(
    ({ id, ...body }: { id: string; reason: string; content_hash: string }) =>
      api.post("/api/alternatives/{alternative_id}/drop", { ...at(id), body }),
    true,
  );
}

interface Combine {
  paragraph: string;
  alternatives: { id: string; content_hash: string }[];
  paragraph_hash: string;
  runs: Run[];
}

export function useCombine() {
  return useCommand(
    ({ paragraph, ...body }: Combine) =>
      api.post("/api/paragraphs/{paragraph_id}/combine", { params: { path: { paragraph_id: paragraph } }, body }),
    true,
  );
}

export function useConfirmDecision() {
  return useCommand(({ id, decision }: { id: string; decision: number }) =>
    api.post("/api/alternatives/{alternative_id}/confirm", { ...at(id), body: { decision } }),
  );
}
