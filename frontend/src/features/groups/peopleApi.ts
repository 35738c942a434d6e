import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, client } from "../../api/client";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type LinksMade = Schemas["LinksMade"];
export type LinkMade = Schemas["LinkMade"];
export type PassedOver = Schemas["PassedOver"];
export type CodeMade = Schemas["CodeMade"];
export type MailLanguage = Schemas["MailsWanted"]["language"];
export type TableFormat = "csv" | "xlsx";

const groupKey = (id: string) => ["groups", id] as const;

/** Runs something that changes the people of a group; all that is shown of it is asked for anew. */
export function usePeopleCommand<Input, Answer>(groupId: string, run: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => queries.invalidateQueries({ queryKey: groupKey(groupId) }),
  });
}

/** Whether this server sends mail, and as whom. */
export function useMailSetUp(groupId: string) {
  return useQuery({
    queryKey: [...groupKey(groupId), "mail"],
    queryFn: () => api.get("/api/groups/{group_id}/mail", { params: { path: { group_id: groupId } } }),
    staleTime: 60_000,
  });
}

/** Fresh links, in this answer only; earlier ones stop working. */
export function useMakeLinks(groupId: string) {
  return usePeopleCommand(groupId, (wanted: { people: string[]; cards?: boolean; new_passwords?: boolean }) =>
    api.post("/api/groups/{group_id}/links", {
      params: { path: { group_id: groupId } },
      body: { cards: false, new_passwords: false, ...wanted },
    }),
  );
}

/** Asks for mails; what becomes of each is told with the people. */
export function useSendMails(groupId: string) {
  return usePeopleCommand(groupId, (wanted: Schemas["MailsWanted"]) =>
    api.post("/api/groups/{group_id}/mails", { params: { path: { group_id: groupId } }, body: wanted }),
  );
}

/** The invitation as it will look, to oneself. */
export function useTestMail(groupId: string) {
  return useMutation({
    mutationFn: (wanted: Schemas["TestMail"]) =>
      api.post("/api/groups/{group_id}/mails/test", { params: { path: { group_id: groupId } }, body: wanted }),
  });
}

/** A code by which somebody signs in at once. */
export function useLetIn(groupId: string) {
  return usePeopleCommand(groupId, (personId: string) =>
    api.post("/api/groups/{group_id}/people/{person_id}/code", {
      params: { path: { group_id: groupId, person_id: personId } },
    }),
  );
}

/** Registers somebody who was on no list, and lets them in. */
export function useWalkIn(groupId: string) {
  return usePeopleCommand(groupId, (wanted: Schemas["WalkIn"]) =>
    api.post("/api/groups/{group_id}/walk-ins", { params: { path: { group_id: groupId } }, body: wanted }),
  );
}

export function useCorrectPerson(groupId: string) {
  return usePeopleCommand(groupId, ({ id, ...change }: Schemas["PersonUpdate"] & { id: string }) =>
    api.patch("/api/groups/{group_id}/people/{person_id}", {
      params: { path: { group_id: groupId, person_id: id } },
      body: change,
    }),
  );
}

/** The people as a table, saved as a file. */
export async function downloadPeople(groupId: string, format: TableFormat, people: string[] | null): Promise<void> {
  const { data, response } = await client.POST("/api/groups/{group_id}/people/table", {
    params: { path: { group_id: groupId } },
    body: { format, people },
    parseAs: "blob",
  });
  save(data as unknown as Blob, response.headers.get("Content-Disposition") ?? "", `people.${format}`);
}

/** Saves words as a file. */
export function saveWords(words: string, name: string, type: string): void {
  save(new Blob([words], { type }), "", name);
}

function save(content: Blob, disposition: string, otherwise: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = /filename="([^"]+)"/.exec(disposition)?.[1] ?? otherwise;
  link.click();
  URL.revokeObjectURL(address);
}
