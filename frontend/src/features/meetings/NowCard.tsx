import { Trans, useLingui } from "@lingui/react/macro";
import { Switch } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useFollowing } from "./follow";
import classes from "./NowCard.module.css";

interface NowCardProps {
  /** What one says to find it, such as "A.12". */
  place: string;
  words: string;
  onGo: () => void;
  /** For those who may say what is discussed. */
  onLayDown?: () => void;
}

/** At the start side: what the room has before it, the way there, and whether this page keeps to it. */
export function NowCard({ place, words, onGo, onLayDown }: NowCardProps) {
  const { t } = useLingui();
  const [following, setFollowing] = useFollowing();
  return (
    <section className={classes.card} aria-label={t`Under discussion now`}>
      <button type="button" className={classes.go} onClick={onGo} title={t`Go to it (Alt+D)`}>
        <span className={classes.title}>
          <IconPlayerPlay size={14} aria-hidden />
          <Trans>Under discussion now</Trans>
        </span>
        <span className={classes.place}>
          <bdi>{place}</bdi>
        </span>
        <span className={classes.words} dir="auto">
          {words}
        </span>
      </button>
      <Switch
        size="xs"
        label={t`Keep it in view`}
        checked={following}
        onChange={(event) => setFollowing(event.currentTarget.checked)}
      />
      {onLayDown && (
        <button type="button" className={classes.plain} onClick={onLayDown}>
          <Trans>Nothing is under discussion any more</Trans>
        </button>
      )}
    </section>
  );
}
