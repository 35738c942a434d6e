import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { del, get, patch, post, put } from "../../api/client";
import { isProblem } from "../../ui/forms";
import type { DemoPerson, InvitationRead, Me, Token, TokenMade } from "./types";

export const meKey = ["me"] as const;

/** Who is signed in; null when nobody is. */
export function useMe() {
  return useQuery({
    queryKey: meKey,
    queryFn: () => orNull<Me>(401, get("/api/me")),
    staleTime: 60_000,
  });
}

/** The demonstration's people; null on a server that has none. */
export function useDemoPeople() {
  return useQuery({
    queryKey: ["demo"],
    queryFn: () => orNull<{ people: DemoPerson[] }>(404, get("/api/demo")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Takes a signing-in request; everything known about the person before is forgotten first. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (how: { email: string; password: string } | { person: string }) =>
      post<unknown>("person" in how ? "/api/demo/login" : "/api/login", how),
    onSuccess: () => forget(queries),
  });
}

/** Signs out here, or everywhere; what was known of the person is forgotten by `useForget`, once their pages are left. */
export function useSignOutRequest() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ everywhere, tokens = false }: { everywhere: boolean; tokens?: boolean }) =>
      everywhere ? post("/api/logout-everywhere", { tokens }) : post("/api/logout"),
    onSuccess: () => queries.setQueryData(meKey, null),
  });
}

/** Forgets all that the server told the person who was signed in, but not that nobody is. */
export function useForget() {
  const queries = useQueryClient();
  return () => forget(queries, ["demo", "invitation", ...meKey]);
}

export function useChangeName() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => patch<unknown>("/api/me", { name }),
    onSuccess: () => queries.invalidateQueries({ queryKey: meKey }),
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (change: { current: string; new: string }) => put<unknown>("/api/me/password", change),
  });
}

export function useTokens() {
  return useQuery({ queryKey: ["tokens"], queryFn: () => get<Token[]>("/api/me/tokens") });
}

export function useMakeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => post<TokenMade>("/api/me/tokens", { name }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => del<unknown>(`/api/me/tokens/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

/** What an invitation link is for; never asked again by itself, since asking is limited. */
export function useInvitation(token: string) {
  return useQuery({
    queryKey: ["invitation", token],
    queryFn: () => get<InvitationRead>(`/api/invitations/${encodeURIComponent(token)}`),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    meta: { publicPage: true },
  });
}

/** Uses up an invitation or a reset link, and signs in. */
export function useAcceptInvitation(token: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (answer: { name?: string; password: string }) =>
      post<unknown>(`/api/invitations/${encodeURIComponent(token)}`, answer),
    onSuccess: () => forget(queries),
  });
}

async function forget(queries: QueryClient, kept = ["demo", "invitation"]) {
  await queries.cancelQueries();
  queries.removeQueries({ predicate: ({ queryKey }) => !kept.includes(String(queryKey[0])) });
}

async function orNull<Answer>(status: number, answer: Promise<unknown>): Promise<Answer | null> {
  try {
    return (await answer) as Answer;
  } catch (error) {
    if (isProblem(error) && error.status === status) return null;
    throw error;
  }
}
