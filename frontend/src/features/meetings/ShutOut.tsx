import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useEffect } from "react";
import { Link } from "react-router";
import { Warning } from "../../ui/Warning";
import classes from "./ShutOut.module.css";

/** How often a page that is shut out asks whether it is let in again. */
const ASK_AGAIN = 8_000;

interface ShutOutProps {
  documentId: string;
  title: string;
  /** Nobody is signed in: members may be. */
  anonymous: boolean;
  onAsk: () => void;
}

/** In place of a document while a sitting is closed to this person. It comes back by itself. */
export function ShutOut({ documentId, title, anonymous, onAsk }: ShutOutProps) {
  const { t } = useLingui();

  useEffect(() => {
    const timer = setInterval(onAsk, ASK_AGAIN);
    return () => clearInterval(timer);
  }, [onAsk]);

  return (
    <div className={classes.page}>
      {title && (
        <p className={classes.title}>
          <bdi>{title}</bdi>
        </p>
      )}
      <Warning
        alert
        icon={<IconLock aria-hidden />}
        title={t`This sitting is closed to you: you cannot see the document now`}
      >
        <Text size="sm">
          <Trans>
            Those whom the sitting admits go on with it. When the sitting is over, the document opens here by itself;
            you need not do anything.
          </Trans>
        </Text>
        <Text size="sm" mt="xs">
          <Trans>What you have typed is kept: beside its paragraph as your private draft, or on this device.</Trans>
        </Text>
      </Warning>
      <nav className={classes.ways} aria-label={t`Elsewhere`}>
        <Anchor component={Link} to={`/documents/${documentId}/revisions`}>
          <Trans>Revisions that are released to you</Trans>
        </Anchor>
        {anonymous ? (
          <Anchor component={Link} to={`/sign-in?next=${encodeURIComponent(`/documents/${documentId}`)}`}>
            <Trans>Sign in, if the sitting admits you</Trans>
          </Anchor>
        ) : (
          <Anchor component={Link} to="/">
            <Trans>My groups</Trans>
          </Anchor>
        )}
      </nav>
    </div>
  );
}
