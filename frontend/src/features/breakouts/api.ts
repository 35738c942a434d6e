import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { components } from "../../api/schema";
import { documentKey, documentMeKey } from "../../sync/document";
import { type Decision, sent } from "./endorsing";
import type { Breakout, Comparison, ComparisonItem, Openness } from "./types";

/** All that is asked about breakout groups; events of the document make it stale (sync/session.ts). */
const breakoutsKey = (documentId: string) => ["document", documentId, "breakouts"] as const;
const comparisonKey = (documentId: string, id: string) => [...breakoutsKey(documentId), id, "comparison"] as const;

/** The groups of the plenary's document, in the order in which they were set up. */
export function useBreakouts(documentId: string, enabled = true) {
  return useQuery({
    queryKey: [...breakoutsKey(documentId), "all"],
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/breakouts", {
        params: { path: { document_id: documentId } },
        signal,
      }),
    enabled,
    staleTime: 30_000,
    meta: { publicPage: true },
  });
}

/** The group whose own text this document is. */
export function useBreakoutOf(copyId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...breakoutsKey(copyId), "own"],
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/breakout", {
        params: { path: { document_id: copyId } },
        signal,
      }),
    enabled,
    staleTime: 30_000,
    meta: { publicPage: true },
  });
}

/** The group's text beside the plenary's, paragraph by paragraph. */
export function useBreakoutComparison(documentId: string, id: string) {
  return useQuery({
    queryKey: comparisonKey(documentId, id),
    queryFn: ({ signal }) =>
      api.get("/api/breakouts/{breakout_id}/comparison", {
        params: { path: { breakout_id: id } },
        signal,
      }),
    staleTime: 10_000,
    meta: { publicPage: true },
  });
}

/** What became of the paragraphs of a group's text, by their ids. */
export function useOutcomes(copyId: string, id: string | undefined) {
  return useQuery({
    queryKey: [...breakoutsKey(copyId), "outcomes"],
    queryFn: ({ signal }) =>
      api.get("/api/breakouts/{breakout_id}/outcomes", {
        params: { path: { breakout_id: id ?? "" } },
        signal,
      }),
    enabled: id !== undefined,
    staleTime: 30_000,
    meta: { publicPage: true },
  });
}

/** After a command: what shows the group, in its own text and in the plenary's, is asked for anew. */
function useAsked(...documents: string[]) {
  const client = useQueryClient();
  return () => {
    for (const id of documents) {
      void client.invalidateQueries({ queryKey: breakoutsKey(id) });
      void client.invalidateQueries({ queryKey: documentKey(id), exact: true });
      void client.invalidateQueries({ queryKey: documentMeKey(id) });
    }
  };
}

export interface Seated {
  conveners: string[];
  rapporteurs: string[];
  people: string[];
  delegations: string[];
}

export type NewBreakout = components["schemas"]["BreakoutCreate"] & Seated;

export function useSetUp(documentId: string) {
  const onSuccess = useAsked(documentId);
  return useMutation({
    mutationFn: (body: NewBreakout) =>
      api.post("/api/documents/{document_id}/breakouts", {
        params: { path: { document_id: documentId } },
        body,
      }),
    onSuccess,
  });
}

type Whole = Pick<Breakout, "id" | "document" | "copy">;

export type BreakoutChange = components["schemas"]["BreakoutUpdate"];

/** Changes what the group is for and who may follow it. */
export function useChangeBreakout({ id, document, copy }: Whole) {
  const onSuccess = useAsked(document, copy);
  return useMutation({
    mutationFn: (body: BreakoutChange) =>
      api.patch("/api/breakouts/{breakout_id}", { params: { path: { breakout_id: id } }, body }),
    onSuccess,
  });
}

export function useSeat({ id, document, copy }: Whole) {
  const onSuccess = useAsked(document, copy);
  return useMutation({
    mutationFn: (body: Seated) =>
      api.put("/api/breakouts/{breakout_id}/participants", { params: { path: { breakout_id: id } }, body }),
    onSuccess,
  });
}

type Step =
  | { step: "report"; report: string }
  | { step: "open-to"; openness: Openness }
  | { step: "return"; note: string }
  | { step: "conclude" };

/** Reporting, opening to others, giving the text back, ending the group's work. */
export function useBreakoutStep({ id, document, copy }: Whole) {
  const onSuccess = useAsked(document, copy);
  const params = { path: { breakout_id: id } };
  return useMutation({
    mutationFn: (step: Step) => {
      switch (step.step) {
        case "report":
          return api.post("/api/breakouts/{breakout_id}/report", { params, body: { report: step.report } });
        case "open-to":
          return api.post("/api/breakouts/{breakout_id}/open-to", { params, body: { openness: step.openness } });
        case "return":
          return api.post("/api/breakouts/{breakout_id}/return", { params, body: { note: step.note } });
        case "conclude":
          return api.post("/api/breakouts/{breakout_id}/conclude", { params });
      }
    },
    onSuccess,
  });
}

/** All or nothing, in one transaction; throws `moved-on` with the items as they are now. */
export function useEndorse({ id, document, copy }: Whole) {
  const client = useQueryClient();
  const asked = useAsked(document, copy);
  const put = useFreshItems({ id, document });
  return useMutation({
    // The card says which words to be agreed are in brackets; the secretariat's is the chair's word, the server finds whose.
    mutationFn: ({ decisions, alternativesSeen }: { decisions: readonly Decision[]; alternativesSeen: boolean }) =>
      api.post("/api/breakouts/{breakout_id}/endorse", {
        params: { path: { breakout_id: id } },
        body: { items: decisions.map(sent), brackets_seen: true, alternatives_seen: alternativesSeen },
      }),
    onSuccess: async ({ items }) => {
      await client.cancelQueries({ queryKey: comparisonKey(document, id) });
      put(items);
      asked();
    },
  });
}

/** Puts items as the server has just told them into what is shown. */
export function useFreshItems({ id, document }: Pick<Breakout, "id" | "document">) {
  const client = useQueryClient();
  return (items: readonly ComparisonItem[]) => {
    const fresh = new Map(items.map((one) => [one.paragraph, one]));
    client.setQueryData<Comparison>(
      comparisonKey(document, id),
      (was) => was && { ...was, items: was.items.map((one) => fresh.get(one.paragraph) ?? one) },
    );
  };
}
