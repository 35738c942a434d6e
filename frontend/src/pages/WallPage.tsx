import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useRef, useState } from "react";
import { useParams } from "react-router";
import { isProblem } from "../api/problem";
import type { Run } from "../api/types";
import { useWall, type Wall as WallShown } from "../features/meetings/wall/useWall";
import { Wall } from "../features/meetings/wall/Wall";
import classes from "../features/meetings/wall/Wall.module.css";
import type { Stretch } from "../features/meetings/wall/WallWords";
import { difference } from "../features/paragraphs/difference";
import { problemSentence } from "../ui/forms";
import { PageTitle } from "../ui/PageTitle";
import { stateWord } from "../ui/whole";

/** The wall: by a screen's link, or for those who may see the document. Nothing else is on it. */
export function WallPage() {
  const { t } = useLingui();
  const { id = "", secret } = useParams();
  const { wall, silentSince, problem } = useWall(secret ? { secret } : { document: id });
  const stretches = useFresh(wall?.paragraph ?? null);
  useAwake();

  if (!wall) {
    return (
      <main className={classes.ended}>
        <PageTitle title={t`Wall`} />
        <h1 className="visually-hidden">{t`Wall`}</h1>
        {problem !== null && (
          <p role="status">
            {secret && isProblem(problem) && problem.status === 404 ? (
              <Trans>This screen's link shows nothing any more. Ask the secretariat for a new one.</Trans>
            ) : (
              problemSentence(problem)
            )}
          </p>
        )}
        {problem === null && silentSince !== null && (
          <p role="status">
            <Trans>The server cannot be reached. This screen goes on trying.</Trans>
          </p>
        )}
      </main>
    );
  }
  const { document } = wall;
  return (
    <main>
      <PageTitle title={t`Wall: ${document.title}`} />
      <Wall
        wall={wall}
        silentSince={silentSince}
        whole={stateWord(document.state, document.as_amended)}
        stretches={stretches}
      />
    </main>
  );
}

/** How long what changed stays marked after the last change. */
const FRESH = 8_000;

/** The difference from the words as they were before the present burst of changes; null when it has been quiet. */
function useFresh(paragraph: WallShown["paragraph"]): readonly Stretch[] | null {
  const [base, setBase] = useState<readonly Run[] | null>(null);
  const before = useRef<{ id: string; hash: string; runs: readonly Run[] } | null>(null);
  const id = paragraph?.id ?? null;
  const hash = paragraph?.content_hash ?? "";
  const now = useRef(paragraph);
  now.current = paragraph;

  useEffect(() => {
    const last = before.current;
    const shown = now.current;
    before.current = shown && id ? { id, hash, runs: shown.runs } : null;
    if (!last || last.id !== id) {
      setBase(null);
      return;
    }
    if (last.hash === hash) return;
    setBase((was) => was ?? last.runs);
  }, [id, hash]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change begins the time anew
  useEffect(() => {
    if (!base) return;
    const timer = setTimeout(() => setBase(null), FRESH);
    return () => clearTimeout(timer);
  }, [base, hash]);

  return useMemo(() => (base && paragraph ? difference(base, paragraph.runs) : null), [base, paragraph]);
}

/** A screen on the wall does not go to sleep. */
function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let gone = false;
    const keep = async () => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      try {
        const held = await navigator.wakeLock.request("screen");
        if (gone) void held.release();
        else lock = held;
      } catch {
        // Some systems do not let a page decide that.
      }
    };
    const again = () => void keep();
    void keep();
    document.addEventListener("visibilitychange", again);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", again);
      void lock?.release();
    };
  }, []);
}
