import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Container, Text, Title } from "@mantine/core";
import { useEffect, useRef } from "react";
import { Link, useLocation, useParams } from "react-router";
import type { PageState, RecordLine } from "../api/types";
import { useRecord } from "../features/documents/api";
import { RecordList } from "../features/documents/Record";
import { useDocument } from "../sync/document";
import { PageTitle } from "../ui/PageTitle";
import { LoadingState, ProblemState } from "../ui/QueryState";

/** The record of decisions of one document: what was decided, on which words, by whom. */
export function DocumentRecordPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const document = useDocument(id);
  const record = useRecord(id);
  const lines = record.data?.pages.flat() ?? [];
  const last = lastOf(lines, document.data?.record ?? null);
  const title = document.data?.title ?? "";
  useLineOfAddress(record);

  return (
    <Container size="md" py="xl">
      <PageTitle title={title ? t`Record of decisions: ${title}` : t`Record of decisions`} />
      <Anchor component={Link} to={`/documents/${id}`} size="sm">
        {title ? <bdi>{title}</bdi> : <Trans>Back to the document</Trans>}
      </Anchor>
      <Title order={1} size="h2" mt={4} mb="xs">
        <Trans>Record of decisions</Trans>
      </Title>
      <Text c="dimmed" size="sm" mb="lg" maw="44rem">
        <Trans>
          Each decision stands here with the exact words it was taken on, and nothing in it can be changed afterwards.
          Each carries a fingerprint of itself and of all before it.
        </Trans>
      </Text>
      {last && (
        <Text size="sm" mb="lg" style={{ overflowWrap: "anywhere" }}>
          <Trans>
            Last decision: number {last.number}, fingerprint{" "}
            <code translate="no" dir="ltr">
              {last.fingerprint}
            </code>
          </Trans>
        </Text>
      )}
      {record.isPending && <LoadingState lines={8} />}
      {record.isError && lines.length === 0 && (
        <ProblemState error={record.error} onRetry={() => void record.refetch()} retrying={record.isFetching} />
      )}
      {record.isSuccess && lines.length === 0 && (
        <Text c="dimmed">
          <Trans>Nothing has been decided yet.</Trans>
        </Text>
      )}
      {lines.length > 0 && (
        <RecordList
          documentId={id}
          lines={lines}
          loading={record.isFetchingNextPage}
          onMore={record.hasNextPage ? () => void record.fetchNextPage() : undefined}
        />
      )}
    </Container>
  );
}

/** The end of the record: of the lines shown, or further on where not all are shown yet. */
function lastOf(lines: RecordLine[], known: PageState["record"]): PageState["record"] {
  const shown = lines.at(-1);
  return shown && shown.number >= (known?.number ?? 0) ? shown : known;
}

/** A link to one decision, `#n-12`, leads to it, however far on in the record it stands. */
function useLineOfAddress({ data, hasNextPage, isFetching, fetchNextPage }: ReturnType<typeof useRecord>) {
  const { hash } = useLocation();
  const gone = useRef("");
  useEffect(() => {
    const wanted = /^#n-(\d+)$/.exec(hash)?.[1];
    if (!wanted || gone.current === hash || !data) return;
    const line = window.document.getElementById(`n-${wanted}`);
    if (line) {
      gone.current = hash;
      line.scrollIntoView({ block: "center" });
    } else if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hash, data, hasNextPage, isFetching, fetchNextPage]);
}
