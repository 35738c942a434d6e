import { Trans, useLingui } from "@lingui/react/macro";
import { useLayoutEffect, useRef, useState } from "react";
import { momentWords, timeWords } from "../../../ui/dates";
import { StatusShape } from "../../../ui/StatusShape";
import { markingWords, STATUSES, statusWord } from "../../../ui/status";
import { sittingShort } from "../words";
import { fittingSize, SIZES } from "./fit";
import type { Wall as WallShown } from "./useWall";
import classes from "./Wall.module.css";
import { type Stretch, WallWords } from "./WallWords";

interface WallProps {
  wall: WallShown;
  silentSince: number | null;
  /** What the whole is called where nothing is discussed: "adopted · Rev.3". */
  whole: string;
  stretches: readonly Stretch[] | null;
}

/** One paragraph, huge; below it, small, where it stands and how far the room has come. */
export function Wall({ wall, silentSince, whole, stretches }: WallProps) {
  const { paragraph } = wall;
  return (
    <div className={classes.wall}>
      {paragraph ? (
        <Discussed wall={wall} paragraph={paragraph} stretches={stretches} />
      ) : (
        <Quiet wall={wall} whole={whole} />
      )}
      <Foot wall={wall} silentSince={silentSince} />
    </div>
  );
}

interface DiscussedProps {
  wall: WallShown;
  paragraph: NonNullable<WallShown["paragraph"]>;
  stretches: readonly Stretch[] | null;
}

function Discussed({ wall, paragraph, stretches }: DiscussedProps) {
  const { t } = useLingui();
  const { id, address, label, status, kind, mark, qualifier } = paragraph;
  const { frame, index } = useFit(id, paragraph.content_hash);
  return (
    <>
      <header className={classes.head}>
        <h1 className={classes.label}>
          <bdi>{address || label || wall.category?.code || t`Under discussion now`}</bdi>
        </h1>
        {(kind !== "plain" || mark) && (
          <p className={classes.status} data-status={status}>
            <StatusShape status={status} open={qualifier === "except"} size={36} />
            {markingWords(paragraph)}
          </p>
        )}
      </header>
      <div ref={frame} className={classes.frame} style={{ fontSize: SIZES[index] }}>
        <WallWords runs={paragraph.runs} placeholders={paragraph.placeholders} stretches={stretches} />
      </div>
    </>
  );
}

/** The largest size at which the words have room in their frame, and stay under the eye while they change. */
function useFit(paragraph: string, words: string) {
  const frame = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState(0);
  const shown = useRef<{ paragraph: string; index: number } | null>(null);
  const [room, setRoom] = useState(0);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setRoom((was) => was + 1));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the words or their room change
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const fits = (at: number) => {
      element.style.fontSize = `${SIZES[at]}px`;
      return element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth;
    };
    const before = shown.current?.paragraph === paragraph ? shown.current.index : null;
    const next = fittingSize(fits, before);
    element.style.fontSize = `${SIZES[next]}px`;
    shown.current = { paragraph, index: next };
    setIndex(next);
  }, [paragraph, words, room]);

  return { frame, index };
}

/** Nothing is under discussion: what this is about. */
function Quiet({ wall, whole }: { wall: WallShown; whole: string }) {
  return (
    <div className={classes.quiet}>
      <p className={classes.group}>
        <bdi>{wall.group.name}</bdi>
      </p>
      <h1 className={classes.title} dir="auto">
        {wall.document.title}
      </h1>
      <p className={classes.whole}>{wall.sitting ? `${sittingShort(wall.sitting)} · ${whole}` : whole}</p>
    </div>
  );
}

function Foot({ wall, silentSince }: { wall: WallShown; silentSince: number | null }) {
  const { t } = useLingui();
  const { category, counts, paragraph, sitting, document } = wall;
  const shown = category?.counts ?? counts;
  const total = STATUSES.reduce((sum, status) => sum + shown[status], 0);
  const left = shown.not_yet_discussed;
  const done = total - left;
  const parts = [...STATUSES.slice(1), STATUSES[0] ?? "not_yet_discussed"];
  return (
    <footer className={classes.foot}>
      <span className={classes.where}>
        {category ? (
          <>
            <bdi className={classes.code}>{category.code}</bdi>{" "}
            {category.title !== category.code && <bdi>{category.title}</bdi>}
          </>
        ) : (
          <bdi>{document.title}</bdi>
        )}
      </span>
      {total > 0 && (
        <span className={classes.progress}>
          <span className={classes.bar} aria-hidden="true">
            {parts.map((status) => (
              <span key={status} data-part={status} style={{ flexGrow: shown[status] }} title={statusWord(status)} />
            ))}
          </span>
          {t`${done} of ${total} discussed`}
        </span>
      )}
      {paragraph && sitting && <span>{sittingShort(sitting)}</span>}
      {silentSince !== null && (
        <span role="status" className={classes.silent} title={momentWords(new Date(silentSince).toISOString())}>
          <Trans>No connection since {timeWords(silentSince)}</Trans>
        </span>
      )}
    </footer>
  );
}
