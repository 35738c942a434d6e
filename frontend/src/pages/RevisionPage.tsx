import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button, Container, Group, Text } from "@mantine/core";
import {
  IconArrowLeft,
  IconDownload,
  IconFileDownload,
  IconGitCompare,
  IconLock,
  IconPrinter,
} from "@tabler/icons-react";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { isProblem } from "../api/problem";
import { DownloadDialog } from "../features/exchange/DownloadDialog";
import { useRevision, useRevisions } from "../features/revisions/api";
import { Paper } from "../features/revisions/Paper";
import { revisionTitle } from "../features/revisions/words";
import { momentWords } from "../ui/dates";
import { PageTitle } from "../ui/PageTitle";
import { LoadingState, ProblemState } from "../ui/QueryState";
import { revisionName } from "../ui/whole";
import classes from "./RevisionPage.module.css";

/** One revision at its address, as a paper to read, cite and print. */
export function RevisionPage() {
  const { t } = useLingui();
  const { id = "", number = "0" } = useParams();
  const which = Number(number);
  const revision = useRevision(id, which);
  const revisions = useRevisions(id);
  const earlier = revisions.data?.find((one) => one.number < which && one.may_read);
  const newest = revisions.data?.find((one) => one.may_read);
  const [downloading, setDownloading] = useState(false);

  if (revision.data === undefined || (revision.isError && isProblem(revision.error))) {
    return (
      <Container size="sm" py="xl">
        <PageTitle title={revisionName(which)} />
        <h1 className="visually-hidden">{revisionName(which)}</h1>
        {revision.isError ? (
          <NotToSee error={revision.error} number={which} documentId={id} onRetry={() => void revision.refetch()} />
        ) : (
          <LoadingState lines={8} />
        )}
      </Container>
    );
  }
  const { data } = revision;
  const tool = { size: "compact-md", variant: "default" } as const;
  return (
    <>
      <PageTitle title={`${revisionTitle(data)} · ${data.state.title}`} />
      <nav className={classes.tools} aria-label={t`This revision`}>
        <Button
          {...tool}
          component={Link}
          to={`/documents/${id}/revisions`}
          leftSection={<IconArrowLeft size={16} aria-hidden className={classes.directed} />}
        >
          <Trans>All revisions</Trans>
        </Button>
        {earlier && (
          <Button
            {...tool}
            component={Link}
            to={`/documents/${id}/compare?from=${earlier.number}&to=${which}`}
            leftSection={<IconGitCompare size={16} aria-hidden />}
          >
            <Trans>What changed from {revisionName(earlier.number)}</Trans>
          </Button>
        )}
        <Button {...tool} onClick={() => setDownloading(true)} leftSection={<IconDownload size={16} aria-hidden />}>
          <Trans>Download</Trans>
        </Button>
        <Button {...tool} onClick={() => window.print()} leftSection={<IconPrinter size={16} aria-hidden />}>
          <Trans>Print</Trans>
        </Button>
        <Button
          {...tool}
          component="a"
          href={`/api/documents/${id}/revisions/${which}/content`}
          leftSection={<IconFileDownload size={16} aria-hidden />}
          title={t`Exactly what was frozen: its SHA-256 is the fingerprint`}
        >
          <Trans>Its exact content</Trans>
        </Button>
      </nav>
      {newest && newest.number > which && (
        <p className={classes.newer}>
          <Trans>
            There is a newer one: <Link to={`/documents/${id}/rev/${newest.number}`}>{revisionTitle(newest)}</Link>.
          </Trans>
        </p>
      )}
      <Paper revision={data} />
      {downloading && <DownloadDialog document={data.state} revision={which} onClose={() => setDownloading(false)} />}
    </>
  );
}

interface NotToSeeProps {
  error: unknown;
  number: number;
  documentId: string;
  onRetry: () => void;
}

/** To those who may not see it: in words, and with the time at which they will, if there is one. */
function NotToSee({ error, number, documentId, onRetry }: NotToSeeProps) {
  const { t } = useLingui();
  const name = revisionName(number);
  if (!isProblem(error, "forbidden") || error.extra.why !== "not-released") {
    return <ProblemState error={error} onRetry={onRetry} />;
  }
  const opens = typeof error.extra.opens_at === "string" ? error.extra.opens_at : null;
  return (
    <Alert
      variant="light"
      color="gray"
      role="alert"
      icon={<IconLock aria-hidden />}
      title={t`${name} is not released to you`}
    >
      <Group gap="sm" align="flex-start" style={{ flexDirection: "column" }}>
        <Text size="sm">
          {opens ? (
            <Trans>It opens for you on {momentWords(opens)}, here and by itself.</Trans>
          ) : (
            <Trans>The chair or the secretariat may release it to you; it then opens at this address.</Trans>
          )}
        </Text>
        <Anchor component={Link} to={`/documents/${documentId}/revisions`} size="sm">
          <Trans>Revisions that are released to you</Trans>
        </Anchor>
      </Group>
    </Alert>
  );
}
