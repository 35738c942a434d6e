import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Container, Title } from "@mantine/core";
import { useCallback } from "react";
import { Link, useParams } from "react-router";
import type { DocumentMe, PageState } from "../api/types";
import { useProposals } from "../features/amendments/api";
import { DeskProvider } from "../features/amendments/DeskProvider";
import { ProposalsList } from "../features/amendments/ProposalsList";
import { placeOf } from "../features/paragraphs/place";
import { DocumentSync } from "../sync/DocumentSync";
import { useDocument, useDocumentMe } from "../sync/document";
import { PageTitle } from "../ui/PageTitle";
import { LoadingState, ProblemState, QueryState } from "../ui/QueryState";

/** Every proposal of a document that one may see, live. */
export function ProposalsPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const document = useDocument(id);
  const me = useDocumentMe(id);
  const title = document.data?.title ?? "";
  return (
    <Container size="xl" py="xl">
      <PageTitle title={title ? t`Proposals: ${title}` : t`Proposals`} />
      <Anchor component={Link} to={`/documents/${id}`} size="sm">
        {title ? <bdi>{title}</bdi> : <Trans>The document</Trans>}
      </Anchor>
      <Title order={1} size="h2" mt={4} mb="xs">
        <Trans>Proposals</Trans>
      </Title>
      {document.isError ? (
        <ProblemState error={document.error} onRetry={() => void document.refetch()} />
      ) : !document.data || me.isPending ? (
        <LoadingState lines={8} />
      ) : (
        <DocumentSync documentId={id} personId={me.data?.person?.id ?? null}>
          <Live state={document.data} me={me.data?.person ? me.data : null} />
        </DocumentSync>
      )}
    </Container>
  );
}

function Live({ state, me }: { state: PageState; me: DocumentMe | null }) {
  const proposals = useProposals(state.id);
  const placed = useCallback(
    (id: string | null) => {
      const paragraph = state.paragraphs.find((one) => one.id === id);
      return paragraph ? placeOf(paragraph) : "";
    },
    [state.paragraphs],
  );
  return (
    <DeskProvider documentId={state.id} placeOf={placed}>
      <QueryState query={proposals} lines={8}>
        {() => <ProposalsList state={state} me={me} />}
      </QueryState>
    </DeskProvider>
  );
}
