import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import type { DocumentMe, PageState, Paragraph } from "../../api/types";
import {
  beginnings,
  draftedBeside,
  type Filters,
  filtersOf,
  isFiltering,
  isWanted,
  type Measure,
  withFilters,
} from "../../features/documents/filters";
import { type KnownSince, knownSince } from "../../features/documents/filterWords";
import { useLastVisit } from "../../features/documents/visits";
import { shownOf, type View } from "./view";

/** What the page shows of the document, and by what it was chosen. */
export interface Shown {
  filters: Filters;
  setFilters: (filters: Filters) => void;
  filtering: boolean;
  measure: Measure;
  since: KnownSince[];
  /** All that could be shown. */
  all: Paragraph[];
  /** In reading order; the paragraph somebody is at stays, also once it is no longer of the kind they chose. */
  paragraphs: Paragraph[];
}

/** The paragraphs to show, by filters that stand in the address. */
export function useShown(state: PageState, me: DocumentMe | null, view: View): Shown {
  const [params, setParams] = useSearchParams();
  const visit = useLastVisit(state.id, state.at);
  // What is chosen shows at once; the address, and a long text, come a moment after it.
  const [asked, setAsked] = useState<Filters | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address says anew what is wanted
  useEffect(() => setAsked(null), [params]);
  const written = useMemo(() => filtersOf(params), [params]);
  const chosen = asked ?? written;
  const filters = useDeferredValue(chosen);
  const filtering = isFiltering(filters);
  const drafts = me?.drafts;
  const delegation = me?.delegation?.name ?? null;
  const began = beginnings(state, visit);
  const { sitting, meeting, revision } = began;

  const measure = useMemo<Measure>(
    () => ({ delegation, drafted: draftedBeside(drafts ?? []), began: { visit, sitting, meeting, revision } }),
    [delegation, drafts, visit, sitting, meeting, revision],
  );
  const all = useMemo(() => shownOf(state.paragraphs, view.withdrawnShown), [state.paragraphs, view.withdrawnShown]);
  const kept = filtering ? view.current : null;
  const paragraphs = useMemo(
    () => (filtering ? all.filter((one) => one.id === kept || isWanted(one, filters, measure)) : all),
    [all, filtering, filters, measure, kept],
  );
  const setFilters = useCallback(
    (next: Filters) => {
      setAsked(next);
      setParams((now) => withFilters(now, next), { replace: true, preventScrollReset: true });
    },
    [setParams],
  );
  return { filters: chosen, setFilters, filtering, measure, since: knownSince(began, state), all, paragraphs };
}
