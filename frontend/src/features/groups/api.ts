import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, client } from "../../api/client";
import type { components } from "../../api/schema";
import type { MeetingWrite } from "./types";

type Schemas = components["schemas"];

const groupKey = (id: string) => ["groups", id] as const;

/** The groups that I may see. */
export function useGroups(enabled = true) {
  return useQuery({ queryKey: ["groups"], queryFn: () => api.get("/api/groups"), enabled });
}

/** A group with its delegations and meetings, and what I may do in it. */
export function useGroup(id: string) {
  return useQuery({
    queryKey: groupKey(id),
    queryFn: () => api.get("/api/groups/{group_id}", { params: { path: { group_id: id } } }),
  });
}

/** Everybody with a seat, an office or a pending invitation. */
export function usePeople(groupId: string) {
  return useQuery({
    queryKey: [...groupKey(groupId), "people"],
    queryFn: () => api.get("/api/groups/{group_id}/people", { params: { path: { group_id: groupId } } }),
    // While mails are on their way, the page says what becomes of them.
    refetchInterval: ({ state }) => (state.data?.some((one) => one.invitation?.mail === "waiting") ? 3_000 : false),
  });
}

/** The rolling documents of a group that I may see. */
export function useGroupDocuments(groupId: string) {
  return useQuery({
    queryKey: [...groupKey(groupId), "documents"],
    queryFn: () => api.get("/api/documents", { params: { query: { group: groupId } } }),
  });
}

const PAGE = 50;

/** The group's record of decisions, page by page. */
export function useGroupRecord(groupId: string) {
  return useInfiniteQuery({
    queryKey: [...groupKey(groupId), "record"],
    queryFn: ({ pageParam }) =>
      api.get("/api/groups/{group_id}/record", {
        params: { path: { group_id: groupId }, query: { after: pageParam, limit: PAGE } },
      }),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.number),
  });
}

/** A command on a group; all that is shown of the group is asked for anew after it. */
function useCommand<Input, Answer = unknown>(groupId: string, run: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: groupKey(groupId) }),
        queries.invalidateQueries({ queryKey: ["groups"], exact: true }),
        queries.invalidateQueries({ queryKey: ["me"], exact: true }),
      ]),
  });
}

/** Sets up a working group (operators of the server only). */
export function useCreateGroup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (group: { name: string; mandate: string }) => api.post("/api/groups", { body: group }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["groups"], exact: true }),
        queries.invalidateQueries({ queryKey: ["me"], exact: true }),
      ]),
  });
}

export function useChangeGroup(groupId: string) {
  return useCommand(groupId, (change: { name: string; mandate: string }) =>
    api.patch("/api/groups/{group_id}", { params: { path: { group_id: groupId } }, body: change }),
  );
}

export function useCreateDocument(groupId: string) {
  return useCommand(groupId, (document: Schemas["DocumentCreate"]) =>
    api.post("/api/groups/{group_id}/documents", { params: { path: { group_id: groupId } }, body: document }),
  );
}

/** What a file would make, or has made: then with the document. */
export interface BroughtIn {
  document?: string;
  title: string;
  paragraphs: number;
  categories: number;
  by_category: { code: string; title: string; paragraphs: number }[];
  warnings: { line: number | null; detail: string }[];
}

interface FileToBringIn {
  file: File;
  check: boolean;
  audience: string;
  title?: string;
}

/** Makes a document from a file, or only says what it would make. */
export function useBringIn(groupId: string) {
  return useCommand(groupId, async ({ file, check, audience, title }: FileToBringIn) => {
    const { data } = await client.POST("/api/groups/{group_id}/imports", {
      params: {
        path: { group_id: groupId },
        query: { check, title, audience: audience as Schemas["Audience"] },
      },
      body: file as unknown as Record<string, never>,
      bodySerializer: (body) => body as unknown as BodyInit,
      headers: { "Content-Type": "application/json" },
    });
    return data as unknown as BroughtIn;
  });
}

/** Adds a delegation, or changes the one with the id. */
export function useSaveDelegation(groupId: string, id?: string) {
  return useCommand(groupId, (body: Schemas["DelegationCreate"]) =>
    id
      ? api.patch("/api/delegations/{delegation_id}", { params: { path: { delegation_id: id } }, body })
      : api.post("/api/groups/{group_id}/delegations", { params: { path: { group_id: groupId } }, body }),
  );
}

export function useRemoveDelegation(groupId: string) {
  return useCommand(groupId, (id: string) =>
    api.delete("/api/delegations/{delegation_id}", { params: { path: { delegation_id: id } } }),
  );
}

/** Adds a meeting, or changes the one with the id. */
export function useSaveMeeting(groupId: string, id?: string) {
  return useCommand(groupId, (body: MeetingWrite) =>
    id
      ? api.patch("/api/meetings/{meeting_id}", { params: { path: { meeting_id: id } }, body })
      : api.post("/api/groups/{group_id}/meetings", { params: { path: { group_id: groupId } }, body }),
  );
}

/** Makes a meeting the one that decisions are taken in, or ends that. */
export function useMeetingCommand(groupId: string) {
  return useCommand(groupId, ({ id, command }: { id: string; command: "open" | "close" }) =>
    api.post(`/api/meetings/{meeting_id}/${command}`, { params: { path: { meeting_id: id } } }),
  );
}

/** Answers with the link, which the server will not tell again. */
export function useInvite(groupId: string) {
  return useCommand(groupId, (invitation: Schemas["InvitationCreate"]) =>
    api.post("/api/groups/{group_id}/invitations", { params: { path: { group_id: groupId } }, body: invitation }),
  );
}

export function useWithdrawInvitation(groupId: string) {
  return useCommand(groupId, (id: string) =>
    api.delete("/api/invitations/{invitation_id}", { params: { path: { invitation_id: id } } }),
  );
}

/** Answers with a link by which the person sets a new password. */
export function useResetLink(groupId: string) {
  return useCommand(groupId, (personId: string) =>
    api.post("/api/groups/{group_id}/people/{person_id}/reset", {
      params: { path: { group_id: groupId, person_id: personId } },
    }),
  );
}

export function useChangeSeat(groupId: string) {
  return useCommand(groupId, ({ id, ...change }: Schemas["SeatUpdate"] & { id: string }) =>
    api.patch("/api/seats/{seat_id}", { params: { path: { seat_id: id } }, body: change }),
  );
}

export function useEndSeat(groupId: string) {
  return useCommand(groupId, (id: string) => api.delete("/api/seats/{seat_id}", { params: { path: { seat_id: id } } }));
}

export function useGiveOffice(groupId: string) {
  return useCommand(groupId, (office: Schemas["OfficeCreate"]) =>
    api.post("/api/groups/{group_id}/offices", { params: { path: { group_id: groupId } }, body: office }),
  );
}

export function useEndOffice(groupId: string) {
  return useCommand(groupId, ({ id, ...end }: Schemas["OfficeUpdate"] & { id: string }) =>
    api.patch("/api/offices/{office_id}", { params: { path: { office_id: id } }, body: end }),
  );
}
