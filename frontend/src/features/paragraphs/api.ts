import { t } from "@lingui/core/macro";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { isProblem } from "../../api/problem";
import type { DocumentMe, Draft, Kind, PageState, Paragraph, Status } from "../../api/types";
import { useSync } from "../../sync/DocumentSync";
import { documentKey, documentMeKey } from "../../sync/document";
import { problemSentence } from "../../ui/forms";
import type { Place } from "./order";
import { withChanged, withMoved } from "./order";

/** Says beside the page that a command was not carried out, and why. */
export function sayNotDone(error: unknown): void {
  notifications.show({ color: "red", title: t`That was not done`, message: problemSentence(error), role: "alert" });
}

/** A command that shows at once and is taken back if the server says no. */
function useCommand<Variables>(
  documentId: string,
  send: (variables: Variables) => Promise<unknown>,
  expected: (state: PageState, variables: Variables) => PageState,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onMutate: (variables) => {
      client.setQueryData<PageState>(documentKey(documentId), (state) => state && expected(state, variables));
    },
    onError: (error) => {
      sayNotDone(error);
      void client.invalidateQueries({ queryKey: documentKey(documentId) });
    },
  });
}

interface MoveVariables extends Place {
  id: string;
}

export function useMove(documentId: string) {
  return useCommand(
    documentId,
    ({ id, ...place }: MoveVariables) =>
      api.post("/api/paragraphs/{paragraph_id}/move", { params: { path: { paragraph_id: id } }, body: place }),
    (state, { id, ...place }) => withMoved(state, id, place),
  );
}

interface ChangeVariables {
  id: string;
  level?: number;
  kind?: Kind;
  proposer?: string;
  source?: string;
}

export function useChange(documentId: string) {
  return useCommand(
    documentId,
    ({ id, ...change }: ChangeVariables) =>
      api.patch("/api/paragraphs/{paragraph_id}", { params: { path: { paragraph_id: id } }, body: change }),
    (state, { id, ...change }) => withChanged(state, id, change),
  );
}

/** Says which brackets of a paragraph only hold a place. */
export function usePlaceholders(documentId: string) {
  return useCommand(
    documentId,
    ({ id, placeholders }: { id: string; placeholders: string[] }) =>
      api.put("/api/paragraphs/{paragraph_id}/placeholders", {
        params: { path: { paragraph_id: id } },
        body: { placeholders },
      }),
    (state, { id, placeholders }) => withChanged(state, id, { placeholders }),
  );
}

export function useWithdraw(documentId: string) {
  return useCommand(
    documentId,
    ({ id, reason }: { id: string; reason?: string }) =>
      api.post("/api/paragraphs/{paragraph_id}/withdraw", { params: { path: { paragraph_id: id } }, body: { reason } }),
    (state, { id }) => withChanged(state, id, { withdrawn: true }),
  );
}

export function useRestore(documentId: string) {
  return useCommand(
    documentId,
    ({ id, reason }: { id: string; reason?: string }) =>
      api.post("/api/paragraphs/{paragraph_id}/restore", { params: { path: { paragraph_id: id } }, body: { reason } }),
    (state, { id }) => withChanged(state, id, { withdrawn: false }),
  );
}

export interface MarkVariables {
  id: string;
  status: Status;
  content_hash: string;
  reason?: string;
  qualifier?: Paragraph["qualifier"];
  qualifier_words?: string;
  brackets_seen: boolean;
  alternatives_seen: boolean;
}

/** A mark shows only once it is recorded; the page state then takes what the server answered. */
export function useMark(documentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...mark }: MarkVariables) =>
      api.put("/api/paragraphs/{paragraph_id}/status", { params: { path: { paragraph_id: id } }, body: mark }),
    onSuccess: (paragraph) => {
      client.setQueryData<PageState>(
        documentKey(documentId),
        (state) => state && withChanged(state, paragraph.id, paragraph),
      );
    },
  });
}

/** The chair's confirmation of a mark that the secretariat recorded on the chair's word. */
export function useConfirm(documentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, decision }: { id: string; decision: number }) =>
      api.post("/api/paragraphs/{paragraph_id}/confirm", {
        params: { path: { paragraph_id: id } },
        body: { decision },
      }),
    onSuccess: (paragraph) => {
      client.setQueryData<PageState>(
        documentKey(documentId),
        (state) => state && withChanged(state, paragraph.id, paragraph),
      );
    },
    onError: (error) => {
      sayNotDone(error);
      void client.invalidateQueries({ queryKey: documentKey(documentId) });
    },
  });
}

/** The words that a paragraph's present mark was given to. */
export function useMarkedWords(paragraphId: string) {
  return useQuery({
    queryKey: ["paragraph", paragraphId, "marked"],
    queryFn: () =>
      api.get("/api/paragraphs/{paragraph_id}/marked", { params: { path: { paragraph_id: paragraphId } } }),
    staleTime: 0,
  });
}

function useMyDrafts(documentId: string) {
  const client = useQueryClient();
  return (change: (drafts: Draft[]) => Draft[]) =>
    client.setQueryData<DocumentMe>(documentMeKey(documentId), (me) => me && { ...me, drafts: change(me.drafts) });
}

/** Discards a private draft, also one that the server never had. */
export function useDiscardDraft(documentId: string) {
  const client = useQueryClient();
  const sync = useSync();
  const change = useMyDrafts(documentId);
  return useMutation({
    mutationFn: async ({ id, paragraph }: Pick<Draft, "id" | "paragraph">) => {
      await sync.drafts.forget(id);
      try {
        const params = { path: { paragraph_id: paragraph, draft_id: id } };
        await api.delete("/api/paragraphs/{paragraph_id}/drafts/{draft_id}", { params });
      } catch (error) {
        if (!(isProblem(error) && error.status === 404)) throw error;
      }
    },
    onMutate: ({ id }) => {
      change((drafts) => drafts.filter((one) => one.id !== id));
    },
    onError: (error) => {
      sayNotDone(error);
      void client.invalidateQueries({ queryKey: documentMeKey(documentId) });
    },
  });
}
