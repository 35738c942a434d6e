import type { CheckedRow, Finding, ListedRow } from "./participantsApi";

export const VIEWS = ["errors", "warnings", "all"] as const;
export type View = (typeof VIEWS)[number];

/** Whether something keeps a row from being taken over. */
export function hasErrors(row: CheckedRow): boolean {
  return row.findings.some((finding) => finding.severity === "error");
}

export function hasWarnings(row: CheckedRow): boolean {
  return row.findings.some((finding) => finding.severity === "warning");
}

/** The rows of a view; left-out rows are seen among all. */
export function rowsOf(view: View, rows: CheckedRow[], leftOut: ReadonlySet<string>): CheckedRow[] {
  if (view === "all") return rows;
  const fits = view === "errors" ? hasErrors : (row: CheckedRow) => hasWarnings(row) && !hasErrors(row);
  return rows.filter((row) => fits(row) && !leftOut.has(row.row.id));
}

/** Where to begin: at what keeps the list from being taken over, then at what deserves a look. */
export function firstView(rows: CheckedRow[]): View {
  const none = new Set<string>();
  return VIEWS.find((view) => rowsOf(view, rows, none).length > 0) ?? "all";
}

/** A word that several rows share and that one answer puts right in all of them. */
export interface SharedFault {
  key: string;
  finding: Finding;
  ids: string[];
}

const SHARED: Finding["code"][] = [
  "seat-unknown",
  "stakeholder-unknown",
  "stakeholder-missing",
  "may-act-unknown",
  "delegation-similar",
];

/** Faults that can be answered once for all rows that have them, the most frequent first. */
export function sharedFaults(rows: CheckedRow[], leftOut: ReadonlySet<string>): SharedFault[] {
  const faults = new Map<string, SharedFault>();
  for (const { row, findings } of rows) {
    if (leftOut.has(row.id)) continue;
    for (const finding of findings) {
      if (!SHARED.includes(finding.code) || finding.severity === "note") continue;
      const key = `${finding.code} ${finding.value}`;
      const fault = faults.get(key) ?? { key, finding, ids: [] };
      fault.ids.push(row.id);
      faults.set(key, fault);
    }
  }
  return [...faults.values()].sort((a, b) => b.ids.length - a.ids.length);
}

/** The rows with one cell changed in some of them. */
export function changed(rows: ListedRow[], ids: string[], field: keyof ListedRow, value: string): ListedRow[] {
  const which = new Set(ids);
  return rows.map((row) => (which.has(row.id) ? { ...row, [field]: value } : row));
}
