import { useQuery } from "@tanstack/react-query";
import { api, client } from "../../api/client";
import type { ExportView, FileFormat, Pile } from "./piles";

export interface Wanted {
  document: string;
  format: FileFormat;
  pile: Pile;
  view: ExportView;
  revision?: number;
}

/** Where a file is, for those who copy the link or open it in a tab of its own. */
export function addressOf({ document, format, pile, view, revision }: Wanted): string {
  const query = new URLSearchParams({ format, list: pile, view });
  if (revision !== undefined) query.set("revision", String(revision));
  return `/api/documents/${document}/export?${query}`;
}

/** Fetches a file and hands it to the browser to save; returns its name. Throws Problem or Unreachable. */
export async function saveFile({ document: id, format, pile, view, revision }: Wanted): Promise<string> {
  const { data, response } = await client.GET("/api/documents/{document_id}/export", {
    params: { path: { document_id: id }, query: { format, list: pile, view, revision } },
    parseAs: "blob",
  });
  const name = nameIn(response.headers.get("Content-Disposition") ?? "") ?? `document.${format}`;
  const url = URL.createObjectURL(data as unknown as Blob);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // Browsers read the file after the click; a minute is more than any of them takes to begin.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return name;
}

/** The name that the server gave a file (RFC 6266). */
export function nameIn(disposition: string): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (!encoded) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

/** The frozen revisions that the person may take out, the newest first. */
export function useRevisionsOut(documentId: string) {
  return useQuery({
    queryKey: ["revisions", documentId, "out"],
    queryFn: ({ signal }) =>
      api.get("/api/documents/{document_id}/revisions", { params: { path: { document_id: documentId } }, signal }),
    select: (revisions) => revisions.filter((one) => one.may_read),
  });
}
