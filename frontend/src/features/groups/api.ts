import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { del, get, patch, post } from "../../api/client";
import type {
  DocumentCreate,
  DocumentSummary,
  GroupRead,
  GroupSummary,
  InvitationMade,
  InvitationNew,
  MeetingWrite,
  OfficeEnd,
  OfficeNew,
  PersonRead,
  RecordLine,
  SeatChange,
  StakeholderGroup,
} from "./types";

const groupKey = (id: string) => ["groups", id] as const;

/** The groups that I may see. */
export function useGroups(enabled = true) {
  return useQuery({ queryKey: ["groups"], queryFn: () => get<GroupSummary[]>("/api/groups"), enabled });
}

/** A group with its delegations and meetings, and what I may do in it. */
export function useGroup(id: string) {
  return useQuery({ queryKey: groupKey(id), queryFn: () => get<GroupRead>(`/api/groups/${id}`) });
}

/** Everybody with a seat, an office or a pending invitation. */
export function usePeople(groupId: string) {
  return useQuery({
    queryKey: [...groupKey(groupId), "people"],
    queryFn: () => get<PersonRead[]>(`/api/groups/${groupId}/people`),
  });
}

/** The rolling documents of a group that I may see. */
export function useGroupDocuments(groupId: string) {
  return useQuery({
    queryKey: [...groupKey(groupId), "documents"],
    queryFn: () => get<DocumentSummary[]>(`/api/documents?group=${groupId}`),
  });
}

const PAGE = 50;

/** The group's record of decisions, page by page. */
export function useGroupRecord(groupId: string) {
  return useInfiniteQuery({
    queryKey: [...groupKey(groupId), "record"],
    queryFn: ({ pageParam }) =>
      get<RecordLine[]>(`/api/groups/${groupId}/record?limit=${PAGE}${pageParam ? `&after=${pageParam}` : ""}`),
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
    mutationFn: (group: { name: string; mandate: string }) => post<GroupRead>("/api/groups", group),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["groups"], exact: true }),
        queries.invalidateQueries({ queryKey: ["me"], exact: true }),
      ]),
  });
}

export function useChangeGroup(groupId: string) {
  return useCommand(groupId, (change: { name: string; mandate: string }) => patch(`/api/groups/${groupId}`, change));
}

export function useCreateDocument(groupId: string) {
  return useCommand(groupId, (document: DocumentCreate) =>
    post<{ id: string }>(`/api/groups/${groupId}/documents`, document),
  );
}

interface DelegationValues {
  name: string;
  stakeholder_group: StakeholderGroup;
  seat: string;
}

/** Adds a delegation, or changes the one with the id. */
export function useSaveDelegation(groupId: string, id?: string) {
  return useCommand(groupId, (values: DelegationValues) =>
    id ? patch(`/api/delegations/${id}`, values) : post(`/api/groups/${groupId}/delegations`, values),
  );
}

export function useRemoveDelegation(groupId: string) {
  return useCommand(groupId, (id: string) => del(`/api/delegations/${id}`));
}

/** Adds a meeting, or changes the one with the id. */
export function useSaveMeeting(groupId: string, id?: string) {
  return useCommand(groupId, (values: MeetingWrite) =>
    id ? patch(`/api/meetings/${id}`, values) : post(`/api/groups/${groupId}/meetings`, values),
  );
}

/** Makes a meeting the one that decisions are taken in, or ends that. */
export function useMeetingCommand(groupId: string) {
  return useCommand(groupId, ({ id, command }: { id: string; command: "open" | "close" }) =>
    post(`/api/meetings/${id}/${command}`),
  );
}

/** Answers with the link, which the server will not tell again. */
export function useInvite(groupId: string) {
  return useCommand(groupId, (invitation: InvitationNew) =>
    post<InvitationMade>(`/api/groups/${groupId}/invitations`, invitation),
  );
}

export function useWithdrawInvitation(groupId: string) {
  return useCommand(groupId, (id: string) => del(`/api/invitations/${id}`));
}

/** Answers with a link by which the person sets a new password. */
export function useResetLink(groupId: string) {
  return useCommand(groupId, (personId: string) =>
    post<InvitationMade>(`/api/groups/${groupId}/people/${personId}/reset`),
  );
}

export function useChangeSeat(groupId: string) {
  return useCommand(groupId, ({ id, ...change }: SeatChange & { id: string }) => patch(`/api/seats/${id}`, change));
}

export function useEndSeat(groupId: string) {
  return useCommand(groupId, (id: string) => del(`/api/seats/${id}`));
}

export function useGiveOffice(groupId: string) {
  return useCommand(groupId, (office: OfficeNew) => post(`/api/groups/${groupId}/offices`, office));
}

export function useEndOffice(groupId: string) {
  return useCommand(groupId, ({ id, ...end }: { id: string } & OfficeEnd) => patch(`/api/offices/${id}`, end));
}
