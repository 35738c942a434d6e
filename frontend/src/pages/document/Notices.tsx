import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { IconEye, IconGavel, IconLogin, IconRefresh } from "@tabler/icons-react";
import { useMemo, useRef } from "react";
import { Link, useLocation } from "react-router";
import type { DocumentMe, PageState } from "../../api/types";
import { meetingWords, seenBySentence } from "../../features/documents/words";
import { sittingShort } from "../../features/meetings/words";
import { standingSentence } from "../../features/paragraphs/rights";
import { useConnection } from "../../sync/useTextAttachment";
import { Warning } from "../../ui/Warning";
import { wholeWords } from "../../ui/whole";
import classes from "./Notices.module.css";

interface NoticesProps {
  state: PageState;
  me: DocumentMe | null;
  onGo: (paragraph: string) => void;
}

/** What somebody must know before reading on: why they only read, what waits for them, what is wrong with the page. */
export function Notices({ state, me, onGo }: NoticesProps) {
  const { t } = useLingui();
  const { pathname } = useLocation();
  const { outdated, signedOut } = useConnection();
  const waiting = useMemo(() => state.paragraphs.filter((one) => one.mark?.awaiting_confirmation), [state.paragraphs]);
  const last = useRef("");
  const sentence = standingSentence(me);

  function goToNext() {
    const at = waiting.findIndex((one) => one.id === last.current);
    const next = waiting[(at + 1) % waiting.length];
    if (!next) return;
    last.current = next.id;
    onGo(next.id);
  }

  return (
    <div className={classes.notices}>
      <p className={classes.narrow}>
        <bdi className={classes.title}>{state.title}</bdi>
        {seenBySentence(state)}
        {` · ${wholeWords(state)}`}
        {state.sitting ? ` · ${sittingShort(state.sitting)}` : state.meeting && ` · ${meetingWords(state.meeting)}`}
      </p>
      {outdated && (
        <Warning alert icon={<IconRefresh aria-hidden />} title={t`This page is older than the server`}>
          <Group justify="space-between">
            <Text size="sm">
              <Trans>You can read on. To write, load the page again; what you typed is kept on this device.</Trans>
            </Text>
            <Button size="compact-sm" onClick={() => window.location.reload()}>
              <Trans>Load again</Trans>
            </Button>
          </Group>
        </Warning>
      )}
      {me && signedOut && (
        <Warning alert icon={<IconLogin aria-hidden />} title={t`You are signed out`}>
          <Text size="sm">
            <Trans>
              What you typed is kept on this device and is sent when you have{" "}
              <Link to={`/sign-in?next=${encodeURIComponent(pathname)}`}>signed in again</Link>.
            </Trans>
          </Text>
        </Warning>
      )}
      {sentence && (
        <p className={classes.standing}>
          <IconEye size={16} aria-hidden />
          {sentence}
        </p>
      )}
      {waiting.length > 0 && (me?.may.confirm || me?.may.on_word) && (
        <p className={classes.standing} data-waiting="">
          <IconGavel size={16} aria-hidden />
          <span>
            {me.may.confirm ? (
              <Plural
                value={waiting.length}
                one="# mark recorded on your word awaits your confirmation."
                other="# marks recorded on your word await your confirmation."
              />
            ) : (
              <Plural
                value={waiting.length}
                one="# mark awaits the chair's confirmation."
                other="# marks await the chair's confirmation."
              />
            )}
          </span>
          <Button size="compact-sm" variant="default" onClick={goToNext}>
            <Trans>Show</Trans>
          </Button>
        </p>
      )}
    </div>
  );
}
