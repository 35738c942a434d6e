import type { Since } from "./api";

/** What a reader chose to look back to, as it stands in the address: "visit", "meeting", "rev.2", "sitting.<id>", "day.2026-03-02". */
export type Choice = string;

const REVISION = /^rev\.([1-9][0-9]*)$/;
const SITTING = /^sitting\.([0-9a-f-]{36})$/;
const DAY = /^day\.(\d{4}-\d{2}-\d{2})$/;

interface Known {
  /** When this device had the document open before; null if it never had. */
  visit: string | null;
  sittings: readonly { id: string; opened_at: string }[];
}

/** What to ask the server for; null for what is not known (yet). */
export function sinceOf(choice: Choice, { visit, sittings }: Known): Since | null {
  if (choice === "meeting") return { meeting: true };
  if (choice === "visit") return visit === null ? null : { since: visit };
  const revision = REVISION.exec(choice)?.[1];
  if (revision) return { revision: Number(revision) };
  const sitting = SITTING.exec(choice)?.[1];
  if (sitting) {
    const opened = sittings.find((one) => one.id === sitting)?.opened_at;
    return opened ? { since: opened } : null;
  }
  const day = DAY.exec(choice)?.[1];
  if (!day) return null;
  // The day as the reader's own clock has it.
  const begins = new Date(`${day}T00:00`);
  return Number.isNaN(begins.getTime()) ? null : { since: begins.toISOString() };
}

/** The day of such a choice, or "". */
export function dayOf(choice: Choice): string {
  return DAY.exec(choice)?.[1] ?? "";
}
