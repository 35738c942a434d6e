import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowDown, IconArrowUp, IconPlayerPlay } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import classes from "./NowJump.module.css";

interface NowJumpProps {
  place: string;
  onGo: () => void;
}

/** In the top bar, where there is room: what is under discussion, and the way to it. */
export function NowJump({ place, onGo }: NowJumpProps) {
  const { t } = useLingui();
  return (
    <button
      type="button"
      className={classes.jump}
      onClick={onGo}
      aria-label={t`Under discussion now: ${place}. Go to it`}
      title={t`Under discussion now (Alt+D)`}
    >
      <IconPlayerPlay size={14} aria-hidden />
      <bdi>{place}</bdi>
    </button>
  );
}

/** On a phone, above the thumb bar, while the paragraph under discussion is out of sight. */
export function NowPill({ paragraph, place, onGo }: NowJumpProps & { paragraph: string }) {
  const [where, setWhere] = useState<"above" | "below" | null>(null);

  useEffect(() => {
    const row = document.getElementById(`p-${paragraph}`);
    if (!row) return setWhere(null);
    const watch = new IntersectionObserver(([entry]) => {
      if (!entry) return;
      setWhere(entry.isIntersecting ? null : entry.boundingClientRect.top < 0 ? "above" : "below");
    });
    watch.observe(row);
    return () => watch.disconnect();
  }, [paragraph]);

  if (where === null) return null;
  const Arrow = where === "above" ? IconArrowUp : IconArrowDown;
  return (
    <button type="button" className={classes.pill} onClick={onGo}>
      <Arrow size={16} aria-hidden />
      <span>
        <Trans>
          Now: <bdi>{place}</bdi>
        </Trans>
      </span>
    </button>
  );
}
