import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api } from "../../api/client";
import { uuid7 } from "../../api/ids";
import type { components } from "../../api/schema";
import type { Run } from "../../api/types";
import { Shelf, useBeside, useKnownTexts } from "../../sync/beside";
import { useSync } from "../../sync/DocumentSync";
import { sayNotDone } from "../paragraphs/api";

export type Opinion = components["schemas"]["OpinionRead"];
export type Stance = components["schemas"]["StanceRead"];
export type StanceKind = Stance["kind"];

const opinions = new Shelf<Opinion>();
const stances = new Shelf<Stance>();
const NO_OPINIONS: Opinion[] = [];
const NO_STANCES: Stance[] = [];

const opinionsKey = (documentId: string) => ["document", documentId, "opinions"] as const;
const stancesKey = (documentId: string) => ["document", documentId, "stances"] as const;

/** Keeps the page's opinions and stances as the server shows them to this person; once on a page. */
export function useOpinionsFeed(): void {
  const session = useSync();
  const { documentId } = session;
  const params = { path: { document_id: documentId } };
  const { data: placed = NO_OPINIONS } = useQuery({
    queryKey: opinionsKey(documentId),
    queryFn: ({ signal }) => api.get("/api/documents/{document_id}/opinions", { params, signal }),
    meta: { publicPage: true },
  });
  const { data: taken = NO_STANCES } = useQuery({
    queryKey: stancesKey(documentId),
    queryFn: ({ signal }) => api.get("/api/documents/{document_id}/stances", { params, signal }),
    meta: { publicPage: true },
  });
  useEffect(() => opinions.take(session, placed), [session, placed]);
  useEffect(() => stances.take(session, taken), [session, taken]);
  useKnownTexts(useMemo(() => placed.filter((one) => one.may.write), [placed]));
}

/** The opinions on a paragraph that this person sees. */
export function useOpinions(paragraph: string): readonly Opinion[] {
  return useBeside(opinions, paragraph);
}

/** The stances on a paragraph that this person sees. */
export function useStances(paragraph: string): readonly Stance[] {
  return useBeside(stances, paragraph);
}

/** How stances on a paragraph changed; asked for only where somebody looks. */
export function useStanceHistory(paragraph: string) {
  const { documentId } = useSync();
  return useQuery({
    queryKey: [...stancesKey(documentId), paragraph],
    queryFn: ({ signal }) =>
      api.get("/api/paragraphs/{paragraph_id}/stances", { params: { path: { paragraph_id: paragraph } }, signal }),
    meta: { publicPage: true },
  });
}

function useCommand<Variables, Answer>(send: (variables: Variables) => Promise<Answer>, quietly = false) {
  const client = useQueryClient();
  const { documentId } = useSync();
  return useMutation({
    mutationFn: send,
    onError: quietly ? undefined : sayNotDone,
    onSettled: () => client.invalidateQueries({ queryKey: opinionsKey(documentId) }),
  });
}

const at = (id: string) => ({ params: { path: { opinion_id: id } } });

export function useBeginOpinion() {
  return useCommand(({ paragraph, runs }: { paragraph: string; runs?: Run[] }) =>
    api.post("/api/paragraphs/{paragraph_id}/opinions", {
      params: { path: { paragraph_id: paragraph } },
      body: { id: uuid7(), text: uuid7(), runs, attribution: "signed" },
    }),
  );
}

export function useAttribution() {
  return useCommand(({ id, attribution }: Pick<Opinion, "id" | "attribution">) =>
    api.patch("/api/opinions/{opinion_id}", { ...at(id), body: { attribution } }),
  );
}

export type OpinionCommand = "place" | "sign" | "unsign" | "withdraw";

export function useOpinionCommand() {
  return useCommand(({ id, command }: { id: string; command: OpinionCommand }) => {
    if (command === "place") return api.post("/api/opinions/{opinion_id}/place", at(id));
    if (command === "sign") return api.post("/api/opinions/{opinion_id}/sign", at(id));
    if (command === "unsign") return api.post("/api/opinions/{opinion_id}/unsign", at(id));
    return api.post("/api/opinions/{opinion_id}/withdraw", at(id));
  });
}

export interface StanceGiven {
  paragraph: string;
  kind: StanceKind;
  seen_by: Stance["seen_by"];
  reason: string;
  content_hash: string;
}

export function useTakeStance() {
  const client = useQueryClient();
  const { documentId } = useSync();
  return useMutation({
    mutationFn: ({ paragraph, ...body }: StanceGiven) =>
      api.put("/api/paragraphs/{paragraph_id}/stance", { params: { path: { paragraph_id: paragraph } }, body }),
    onSettled: () => client.invalidateQueries({ queryKey: stancesKey(documentId) }),
  });
}
