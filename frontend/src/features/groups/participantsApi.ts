import { useMutation } from "@tanstack/react-query";
import { api, client } from "../../api/client";
import type { components } from "../../api/schema";
import { usePeopleCommand } from "./peopleApi";

type Schemas = components["schemas"];

export type FileRead = Schemas["FileRead"];
export type CheckedRow = Schemas["CheckedRow"];
export type ListedRow = Schemas["ListedRow"];
export type Finding = Schemas["Finding"];
export type DelegationToMake = Schemas["DelegationToMake"];
export type Taken = Schemas["Taken"];
export type Field = Finding["field"];

const at = (groupId: string) => ({ params: { path: { group_id: groupId } } });

/** Reads a file and says what would come of it; nothing is written. */
export function useReadFile(groupId: string) {
  return useMutation({
    mutationFn: async (file: File) => {
      const { data } = await client.POST("/api/groups/{group_id}/participants/file", {
        ...at(groupId),
        body: file as unknown as string,
        bodySerializer: (body) => body as unknown as BodyInit,
        headers: { "Content-Type": "application/octet-stream" },
      });
      return data as FileRead;
    },
  });
}

/** The same for rows that were corrected by hand. */
export function checkRows(groupId: string, rows: ListedRow[], signal: AbortSignal) {
  return api.post("/api/groups/{group_id}/participants/check", { ...at(groupId), body: { rows }, signal });
}

/** Writes the list: all of it or nothing. */
export function useTakeRows(groupId: string) {
  return usePeopleCommand(groupId, (rows: ListedRow[]) =>
    api.post("/api/groups/{group_id}/participants", { ...at(groupId), body: { rows } }),
  );
}
