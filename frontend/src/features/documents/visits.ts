import { useEffect, useState } from "react";

/** A visit that ended less long ago than this goes on: loading a page again begins none. */
const PAUSE = 30 * 60_000;
const EVERY = 60_000;

interface Visit {
  /** When the document was last open here. */
  last: string;
  /** When it had last been open before this visit. */
  before: string | null;
}

const key = (document: string) => `concord.visit.${document}`;

/** What is known after opening the document at that time; times are the server's. */
export function nextVisit(known: Visit | null, now: string): Visit {
  if (!known) return { last: now, before: null };
  const goesOn = Date.parse(now) - Date.parse(known.last) < PAUSE;
  return { last: now, before: goesOn ? known.before : known.last };
}

/** When I last had this document open on this device, before this visit; null the first time. */
export function useLastVisit(document: string, serverNow: string): string | null {
  const [{ visit, ahead }] = useState(() => ({
    visit: nextVisit(read(document), serverNow),
    ahead: Date.parse(serverNow) - Date.now(),
  }));

  useEffect(() => {
    const keep = () => write(document, { ...visit, last: new Date(Date.now() + ahead).toISOString() });
    keep();
    const timer = setInterval(() => window.document.visibilityState === "visible" && keep(), EVERY);
    window.addEventListener("pagehide", keep);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", keep);
      keep();
    };
  }, [document, visit, ahead]);
  return visit.before;
}

/** When I had this document open on this device, before the visit that is going on or has just ended. */
export function lastVisit(document: string): string | null {
  return read(document)?.before ?? null;
}

function read(document: string): Visit | null {
  try {
    const known = JSON.parse(localStorage.getItem(key(document)) ?? "null") as Partial<Visit> | null;
    return typeof known?.last === "string" ? { last: known.last, before: known.before ?? null } : null;
  } catch {
    return null;
  }
}

function write(document: string, visit: Visit): void {
  try {
    localStorage.setItem(key(document), JSON.stringify(visit));
  } catch {
    // A device that keeps nothing knows of no visits.
  }
}
