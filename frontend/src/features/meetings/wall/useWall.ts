import { useEffect, useState } from "react";
import { client } from "../../../api/client";
import { isProblem } from "../../../api/problem";
import type { components } from "../../../api/schema";

export type Wall = components["schemas"]["Wall"];

/** Whose wall: a document's, for those who are signed in, or a screen's, by its link. */
export type WallSource = { document: string } | { secret: string };

export interface WallState {
  wall: Wall | null;
  /** Since when nothing has been heard, in milliseconds; null while all is well. */
  silentSince: number | null;
  /** The server says that there is nothing to show here. */
  problem: unknown;
}

/** How often a screen asks: words are to be seen within a second. */
const EVERY = 900;

/** After a refusal there is no hurry; the screen comes back by itself if it is let in again. */
const AFTER_PROBLEM = 15_000;

/** Nobody sees an answer that is late by a moment. */
const PATIENCE = 5_000;

/** The wall as it is now, asked for again and again; what it showed last stays while the line is away. */
export function useWall(source: WallSource): WallState {
  const [state, setState] = useState<WallState>({ wall: null, silentSince: null, problem: null });
  const key = "secret" in source ? source.secret : source.document;
  const bySecret = "secret" in source;

  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let etag: string | null = null;
    let heard = Date.now();

    async function ask() {
      let wait = EVERY;
      const patience = AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE)]);
      const header = etag ? { "if-none-match": etag } : undefined;
      try {
        const { data, response } = bySecret
          ? await client.GET("/api/wall/{secret}", { params: { path: { secret: key }, header }, signal: patience })
          : await client.GET("/api/documents/{document_id}/wall", {
              params: { path: { document_id: key }, header },
              signal: patience,
            });
        heard = Date.now();
        if (data) {
          etag = response.headers.get("etag");
          setState({ wall: data, silentSince: null, problem: null });
        } else
          setState((was) => (was.silentSince === null && was.problem === null ? was : { ...was, silentSince: null }));
      } catch (error) {
        if (stop.signal.aborted) return;
        if (isProblem(error) && error.status < 500) {
          etag = null;
          wait = AFTER_PROBLEM;
          setState({ wall: null, silentSince: null, problem: error });
        } else setState((was) => (was.silentSince === null ? { ...was, silentSince: heard } : was));
      }
      if (!stop.signal.aborted) timer = setTimeout(() => void ask(), wait);
    }

    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [key, bySecret]);

  return state;
}
