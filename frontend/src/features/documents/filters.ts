import type { Draft, Kind, PageState, Paragraph, Status } from "../../api/types";
import { STATUSES } from "../../ui/status";

/** Since when a paragraph must have changed to be shown. */
export type Since = "visit" | "meeting" | "sitting" | "revision";

/** Which paragraphs somebody wants to see; nothing chosen shows all of them. */
export interface Filters {
  status: Status[];
  kind: Kind[];
  mine: boolean;
  bracketed: boolean;
  since: Since | null;
}

export const ALL: Filters = { status: [], kind: [], mine: false, bracketed: false, since: null };

export const KINDS: readonly Kind[] = ["recommendation", "statement", "plain"];
const SINCES: readonly Since[] = ["visit", "meeting", "sitting", "revision"];

export function isFiltering(filters: Filters): boolean {
  const { status, kind, mine, bracketed, since } = filters;
  return status.length > 0 || kind.length > 0 || mine || bracketed || since !== null;
}

/** The filters of an address: `?status=agreed,to_revisit&kind=statement&mine&brackets&since=visit`. */
export function filtersOf(params: URLSearchParams): Filters {
  const some = <One extends string>(name: string, known: readonly One[]) => {
    const wanted = (params.get(name) ?? "").split(",");
    return known.filter((one) => wanted.includes(one));
  };
  return {
    status: some("status", STATUSES),
    kind: some("kind", KINDS),
    mine: params.has("mine"),
    bracketed: params.has("brackets"),
    since: SINCES.find((one) => one === params.get("since")) ?? null,
  };
}

/** The address for filters; what else stands in it stays. */
export function withFilters(params: URLSearchParams, filters: Filters): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (name: string, value: string | null) => (value === null ? next.delete(name) : next.set(name, value));
  put("status", filters.status.join(",") || null);
  put("kind", filters.kind.join(",") || null);
  put("mine", filters.mine ? "" : null);
  put("brackets", filters.bracketed ? "" : null);
  put("since", filters.since);
  return next;
}

/** What filters are measured by. */
export interface Measure {
  /** My delegation's name, as proposers are written. */
  delegation: string | null;
  /** Paragraphs beside which I keep drafts. */
  drafted: ReadonlySet<string>;
  /** When each beginning was; null where there was none. */
  began: Record<Since, string | null>;
}

/** When each "changed since" begins, as the page state and this device know. */
export function beginnings(state: PageState, visit: string | null): Record<Since, string | null> {
  return {
    visit,
    meeting: state.meeting?.from_day ?? null,
    sitting: state.sitting?.opened_at ?? null,
    revision: state.revision?.frozen_at ?? null,
  };
}

export function draftedBeside(drafts: readonly Draft[]): ReadonlySet<string> {
  return new Set(drafts.map((draft) => draft.paragraph));
}

/** Whether a paragraph is among those wanted. One that only this page knows yet always is. */
export function isWanted(paragraph: Paragraph, filters: Filters, measure: Measure): boolean {
  if (paragraph.pending) return true;
  const { status, kind, mine, bracketed, since } = filters;
  if (status.length > 0 && (!status.includes(paragraph.status) || !hasStatus(paragraph))) return false;
  if (kind.length > 0 && !kind.includes(paragraph.kind)) return false;
  if (mine && !isMine(paragraph, measure)) return false;
  if (bracketed && !isBracketed(paragraph)) return false;
  return since === null || changedSince(paragraph, measure.began[since]);
}

/** Headings and chapeaux have none until somebody marks them. */
function hasStatus({ kind, mark }: Paragraph): boolean {
  return kind !== "plain" || mark !== null;
}

/** Proposed by my delegation, alone or with others, or with a draft of mine beside it. */
export function isMine({ id, proposer }: Paragraph, { delegation, drafted }: Measure): boolean {
  if (drafted.has(id)) return true;
  if (!delegation || !proposer) return false;
  const name = delegation.toLocaleLowerCase();
  return proposer
    .toLocaleLowerCase()
    .split(/[,;·&]| and /u)
    .some((one) => one.trim() === name);
}

export function isBracketed({ brackets }: Paragraph): boolean {
  return brackets.open + brackets.unclosed + brackets.unopened > 0;
}

export function changedSince({ changed_at }: Paragraph, moment: string | null): boolean {
  return moment !== null && Date.parse(changed_at) > Date.parse(moment);
}
