import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Group } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { DocumentState } from "../../api/types";
import { announce } from "../../ui/announce";
import { momentWords } from "../../ui/dates";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { revisionName } from "../../ui/whole";
import { type Release, type RevisionHead, useTakeBack } from "./api";
import { ReleaseDialog } from "./ReleaseDialog";
import classes from "./Revisions.module.css";
import { releaseWords, revisionSeenBy, revisionTitle } from "./words";

interface RevisionListProps {
  documentId: string;
  revisions: RevisionHead[];
  /** Whether this person releases, and takes releases back. */
  releases: boolean;
  state: DocumentState | null;
  /** Whether the document itself can be seen, so that it can be compared with. */
  live: boolean;
}

/** What was frozen, the newest first, each with who can see it. */
export function RevisionList({ documentId, revisions, releases, state, live }: RevisionListProps) {
  const [releasing, setReleasing] = useState<RevisionHead | null>(null);
  return (
    <>
      <ol className={classes.list}>
        {revisions.map((revision, at) => (
          <li key={revision.number} className={classes.item}>
            <Head documentId={documentId} revision={revision} />
            <Group gap="xs" mt="xs">
              {revision.may_read && (
                <>
                  <Anchor component={Link} to={`/documents/${documentId}/rev/${revision.number}`} size="sm">
                    <Trans>Read it</Trans>
                  </Anchor>
                  {revisions[at + 1]?.may_read && (
                    <CompareLink documentId={documentId} from={revisions[at + 1]?.number ?? 0} to={revision.number} />
                  )}
                  {live && (
                    <Anchor
                      component={Link}
                      to={`/documents/${documentId}/compare?from=${revision.number}&to=now`}
                      size="sm"
                    >
                      <Trans>What has changed since</Trans>
                    </Anchor>
                  )}
                </>
              )}
              {releases && revision.seen_by !== "public" && (
                <Button size="compact-sm" variant="default" onClick={() => setReleasing(revision)}>
                  <Trans>Release {revisionName(revision.number)}</Trans>
                </Button>
              )}
            </Group>
            {releases && <Releases documentId={documentId} releases={revision.releases} />}
          </li>
        ))}
      </ol>
      {releasing && (
        <ReleaseDialog documentId={documentId} revision={releasing} state={state} onClose={() => setReleasing(null)} />
      )}
    </>
  );
}

function Head({ documentId, revision }: { documentId: string; revision: RevisionHead }) {
  const { may_read, opens_at, seen_by, frozen_at, frozen_by, meeting, paragraphs, fingerprint } = revision;
  const title = revisionTitle(revision);
  const toCome = revision.releases.filter(
    (one) => one.withdrawn_at === null && new Date(one.from_time).getTime() > Date.now(),
  );
  return (
    <>
      <h3 className={classes.name}>
        {may_read ? (
          <Link to={`/documents/${documentId}/rev/${revision.number}`}>
            <bdi>{title}</bdi>
          </Link>
        ) : (
          <bdi>{title}</bdi>
        )}
      </h3>
      <p className={classes.seen} data-open={seen_by !== "bureau" || undefined}>
        {seen_by === "bureau" ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
        <span>
          {revisionSeenBy(seen_by)}
          {toCome.map((one) => (
            <span key={one.id}> · {releaseWords(one)}</span>
          ))}
        </span>
      </p>
      {!may_read && (
        <p className={classes.quiet}>
          {opens_at ? (
            <Trans>It opens for you on {momentWords(opens_at)}.</Trans>
          ) : (
            <Trans>It is not released to you.</Trans>
          )}
        </p>
      )}
      <p className={classes.quiet}>
        <Trans>
          Frozen by {frozen_by} on {momentWords(frozen_at)}
        </Trans>
        {meeting !== null && (
          <>
            {" · "}
            <Trans>Meeting {meeting}</Trans>
          </>
        )}
        {" · "}
        <Plural value={paragraphs} one="# paragraph" other="# paragraphs" />
        {" · "}
        <span title={fingerprint}>
          <Trans>
            fingerprint{" "}
            <span translate="no" dir="ltr">
              {fingerprint.slice(0, 12)}
            </span>
          </Trans>
        </span>
      </p>
    </>
  );
}

function CompareLink({ documentId, from, to }: { documentId: string; from: number; to: number }) {
  return (
    <Anchor component={Link} to={`/documents/${documentId}/compare?from=${from}&to=${to}`} size="sm">
      <Trans>What changed from {revisionName(from)}</Trans>
    </Anchor>
  );
}

/** Releases in force or to come, each of which can be taken back; those that were are told too. */
function Releases({ documentId, releases }: { documentId: string; releases: Release[] }) {
  const { t } = useLingui();
  const takeBack = useTakeBack(documentId);
  if (releases.length === 0) return null;
  return (
    <>
      <ul className={classes.releases}>
        {releases.map((one) => (
          <li key={one.id} data-withdrawn={one.withdrawn_at ? "" : undefined}>
            <span>{releaseWords(one)}</span>
            <span className={classes.quiet}>
              {one.withdrawn_at ? (
                <Trans>taken back on {momentWords(one.withdrawn_at)}</Trans>
              ) : (
                <Trans>released by {one.released_by}</Trans>
              )}
            </span>
            {!one.withdrawn_at && (
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={t`Take back: ${releaseWords(one)}`}
                loading={takeBack.isPending && takeBack.variables === one.id}
                onClick={() => takeBack.mutate(one.id, { onSuccess: () => announce(t`The release is taken back.`) })}
              >
                <Trans>Take it back</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <FormProblemAlert problem={takeBack.error ? problemSentence(takeBack.error) : ""} />
    </>
  );
}
