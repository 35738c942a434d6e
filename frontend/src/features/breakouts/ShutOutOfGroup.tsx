import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useEffect } from "react";
import { Link } from "react-router";
import { Warning } from "../../ui/Warning";
import classes from "./ShutOutOfGroup.module.css";

/** How often the page asks whether the text is open by now. */
const ASK_AGAIN = 20_000;

interface ShutOutOfGroupProps {
  /** What the group's text is called, if that is known. */
  title: string;
  /** The plenary's document, if it is known. */
  plenary: string | null;
  anonymous: boolean;
  documentId: string;
  onAsk: () => void;
}

/** In place of a group's text for those who may not follow its work. */
export function ShutOutOfGroup({ title, plenary, anonymous, documentId, onAsk }: ShutOutOfGroupProps) {
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
      <Warning alert icon={<IconLock aria-hidden />} title={t`This group works by itself`}>
        <Text size="sm">
          <Trans>
            Its text is open to its participants, and to those to whom the chair has opened it. When the group reports
            to the plenary, it opens here by itself.
          </Trans>
        </Text>
      </Warning>
      <nav className={classes.ways} aria-label={t`Elsewhere`}>
        {plenary && (
          <Anchor component={Link} to={`/documents/${plenary}`}>
            <Trans>To the plenary's text</Trans>
          </Anchor>
        )}
        {anonymous ? (
          <Anchor component={Link} to={`/sign-in?next=${encodeURIComponent(`/documents/${documentId}`)}`}>
            <Trans>Sign in, if you take part in it</Trans>
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
