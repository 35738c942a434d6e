import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";

/** Today as the server counts days: in UTC, "2014-03-01". */
export function today(now = new Date()): string {
  return now.toISOString().slice(0, 10);
}

/** "1 March 2014" in the reader's language, from "2014-03-01". */
export function dayWords(day: string): string {
  return longDay().format(new Date(`${day}T00:00Z`));
}

/** "24–28 February 2014": a span as the reader's language writes it; either end may be missing. */
export function spanWords(from: string | null, until: string | null): string {
  if (from && until) return longDay().formatRange(new Date(`${from}T00:00Z`), new Date(`${until}T00:00Z`));
  const day = dayWords(from ?? until ?? today());
  if (from) return t`from ${day}`;
  return until ? t`until ${day}` : "";
}

/** Date and time in the reader's own zone, from the server's UTC. */
export function momentWords(moment: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
}

/** The time of day in the reader's own zone, of a moment in milliseconds. */
export function timeWords(moment: number): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(new Date(moment));
}

function longDay() {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" });
}

/** How dates are written: as the page's numbers are, with European digits in Arabic too, like the labels. */
function locale(): string {
  return { fr: "fr", ar: "ar-u-nu-latn" }[i18n.locale] ?? "en-GB";
}
