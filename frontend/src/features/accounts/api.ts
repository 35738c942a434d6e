import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { isProblem } from "../../ui/forms";

export const meKey = ["me"] as const;

/** Who is signed in; null when nobody is. */
export function useMe() {
  return useQuery({
    queryKey: meKey,
    queryFn: () => orNull(401, api.get("/api/me")),
    staleTime: 60_000,
  });
}

/** The demonstration's people; null on a server that has none. */
export function useDemoPeople() {
  return useQuery({
    queryKey: ["demo"],
    queryFn: () => orNull(404, api.get("/api/demo")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Takes a signing-in request; everything known about the person before is forgotten first. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (how: { email: string; password: string } | { person: string }) =>
      "person" in how ? api.post("/api/demo/login", { body: how }) : api.post("/api/login", { body: how }),
    onSuccess: () => forget(queries),
  });
}

/** Signs in with a code from the door; everything known about the person before is forgotten first. */
export function useUseCode() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => api.post("/api/code", { body: { code } }),
    onSuccess: () => forget(queries),
  });
}

/** Signs out here, or everywhere; what was known of the person is forgotten by `useForget`, once their pages are left. */
export function useSignOutRequest() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ everywhere, tokens = false }: { everywhere: boolean; tokens?: boolean }) =>
      everywhere ? api.post("/api/logout-everywhere", { body: { tokens } }) : api.post("/api/logout"),
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
    mutationFn: (name: string) => api.patch("/api/me", { body: { name } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: meKey }),
  });
}

export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: { current: string; new: string }) => api.put("/api/me/password", { body: change }),
    onSuccess: () => queries.invalidateQueries({ queryKey: meKey }),
  });
}

export function useTokens() {
  return useQuery({ queryKey: ["tokens"], queryFn: () => api.get("/api/me/tokens") });
}

export function useMakeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => api.post("/api/me/tokens", { body: { name } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete("/api/me/tokens/{token_id}", { params: { path: { token_id: id } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

/** What an invitation link is for; never asked again by itself, since asking is limited. */
export function useInvitation(token: string) {
  return useQuery({
    queryKey: ["invitation", token],
    queryFn: () => api.get("/api/invitations/{secret}", { params: { path: { secret: token } } }),
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
      api.post("/api/invitations/{secret}", { params: { path: { secret: token } }, body: answer }),
    onSuccess: () => forget(queries),
  });
}

async function forget(queries: QueryClient, kept = ["demo", "invitation"]) {
  await queries.cancelQueries();
  queries.removeQueries({ predicate: ({ queryKey }) => !kept.includes(String(queryKey[0])) });
}

async function orNull<Answer>(status: number, answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (isProblem(error) && error.status === status) return null;
    throw error;
  }
}
