import { useQuery } from "@tanstack/react-query";
import type { PageState } from "../../api/types";
import { useSync } from "../../sync/DocumentSync";
import { documentQuery } from "../../sync/document";

const labels = (state: PageState) => state.itu_labels;

/** Whether this document shows ITU's labels of what a proposal does. */
export function useItuLabels(): boolean {
  const { documentId } = useSync();
  return useQuery({ ...documentQuery(documentId), select: labels }).data ?? false;
}
