import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { documentKey, documentMeKey } from "../../sync/document";
import { sayNotDone } from "../paragraphs/api";
import type { Accept, Proposal, ProposalCreate } from "./types";

export const proposalsKey = (documentId: string) => [...documentKey(documentId), "proposals"] as const;

export function proposalsQuery(documentId: string) {
  return queryOptions({
    queryKey: proposalsKey(documentId),
    queryFn: ({ signal }): Promise<Proposal[]> =>
      api.get("/api/documents/{document_id}/proposals", { params: { path: { document_id: documentId } }, signal }),
    staleTime: 30_000,
    meta: { publicPage: true },
  });
}

/** Every proposal of a document that this reader sees; it follows the document's events. */
export function useProposals(documentId: string) {
  return useQuery(proposalsQuery(documentId));
}

/** Puts what the server answered about one proposal into the list in hand. */
export function keepProposal(client: QueryClient, documentId: string, proposal: Proposal): void {
  client.setQueryData<Proposal[]>(proposalsKey(documentId), (all) => {
    if (!all) return all;
    const at = all.findIndex((one) => one.id === proposal.id);
    return at === -1 ? [...all, proposal] : all.with(at, proposal);
  });
}

const at = (id: string) => ({ params: { path: { proposal_id: id } } });

export function createProposal(documentId: string, body: ProposalCreate): Promise<Proposal> {
  // The id makes it one proposal however often it is posted.
  return api.post("/api/documents/{document_id}/proposals", { params: { path: { document_id: documentId } }, body });
}

/** A command about one proposal: what the server answers is shown at once, and what it has against it is said. */
function useCommand<Input extends { id: string }>(
  documentId: string,
  send: (input: Input) => Promise<Proposal>,
  quiet = false,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (proposal) => keepProposal(client, documentId, proposal),
    onError: (error) => {
      if (!quiet) sayNotDone(error);
      void client.invalidateQueries({ queryKey: proposalsKey(documentId) });
    },
  });
}

export function useExplain(documentId: string) {
  return useCommand(documentId, ({ id, rationale }: { id: string; rationale: string }) =>
    api.patch("/api/proposals/{proposal_id}", { ...at(id), body: { rationale } }),
  );
}

export function useTable(documentId: string) {
  return useCommand(documentId, ({ id }: { id: string }) => api.post("/api/proposals/{proposal_id}/table", at(id)));
}

export function useWithdraw(documentId: string) {
  return useCommand(documentId, ({ id }: { id: string }) => api.post("/api/proposals/{proposal_id}/withdraw", at(id)));
}

/** Joins as a co-sponsor, or no longer. */
export function useSponsor(documentId: string) {
  return useCommand(documentId, ({ id, join }: { id: string; join: boolean }) =>
    join
      ? api.post("/api/proposals/{proposal_id}/sponsor", at(id))
      : api.post("/api/proposals/{proposal_id}/leave", at(id)),
  );
}

export function useInvite(documentId: string) {
  return useCommand(documentId, ({ id, delegation }: { id: string; delegation: string }) =>
    api.post("/api/proposals/{proposal_id}/invite", { ...at(id), body: { delegation } }),
  );
}

export function usePlaceAgain(documentId: string) {
  return useCommand(documentId, ({ id, paragraph }: { id: string; paragraph: string }) =>
    api.post("/api/proposals/{proposal_id}/place-again", { ...at(id), body: { paragraph } }),
  );
}

/** What accepting it would come to, asked each time that somebody looks. */
export function usePreview(id: string) {
  return useQuery({
    // Not under the document's key: what somebody looks at must not change because something else was heard.
    queryKey: ["proposal", id, "preview"],
    queryFn: ({ signal }) => api.get("/api/proposals/{proposal_id}/preview", { ...at(id), signal }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export function useAccept(documentId: string) {
  return useCommand(
    documentId,
    ({ id, ...body }: Accept & { id: string }) => api.post("/api/proposals/{proposal_id}/accept", { ...at(id), body }),
    true,
  );
}

export function useKeepAsAlternative(documentId: string) {
  return useCommand(
    documentId,
    ({ id, proposal_hash }: { id: string; proposal_hash: string }) =>
      api.post("/api/proposals/{proposal_id}/keep-as-alternative", { ...at(id), body: { proposal_hash } }),
    true,
  );
}

export function useDecline(documentId: string) {
  return useCommand(
    documentId,
    ({ id, note }: { id: string; note: string }) =>
      api.post("/api/proposals/{proposal_id}/decline", { ...at(id), body: { note: note || null } }),
    true,
  );
}

/** It is a draft again, which whoever sent it back does not see any more. */
export function useSendBack(documentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, note }: { id: string; note: string }) =>
      api.post("/api/proposals/{proposal_id}/send-back", { ...at(id), body: { note } }),
    onSettled: () => client.invalidateQueries({ queryKey: proposalsKey(documentId) }),
  });
}

export function useConfirmDecision(documentId: string) {
  return useCommand(documentId, ({ id, decision }: { id: string; decision: number }) =>
    api.post("/api/proposals/{proposal_id}/confirm", { ...at(id), body: { decision } }),
  );
}

/** The delegations of the group whose document it is. */
export function useDelegations(groupId: string, wanted = true) {
  return useQuery({
    enabled: wanted,
    queryKey: ["groups", groupId, "delegations"],
    queryFn: () => api.get("/api/groups/{group_id}/delegations", { params: { path: { group_id: groupId } } }),
    staleTime: 60_000,
  });
}

/** A private draft was used up by a proposal. */
export function forgetDraft(client: QueryClient, documentId: string): void {
  void client.invalidateQueries({ queryKey: documentMeKey(documentId) });
}
