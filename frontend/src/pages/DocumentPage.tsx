import { useLingui } from "@lingui/react/macro";
import { Container } from "@mantine/core";
import { useParams } from "react-router";
import { DocumentSkeleton } from "../features/documents/DocumentSkeleton";
import { DocumentSync } from "../sync/DocumentSync";
import { useDocument, useDocumentMe } from "../sync/document";
import { PageTitle } from "../ui/PageTitle";
import { ProblemState } from "../ui/QueryState";
import { DocumentView } from "./document/DocumentView";

/** A rolling document: painted from its page state, then live. */
export function DocumentPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const document = useDocument(id);
  const me = useDocumentMe(id);

  if (document.data === undefined && document.isError) {
    return (
      <Container component="main" size="sm" py="xl">
        <PageTitle title={t`Document`} />
        <h1 className="visually-hidden">{t`Document`}</h1>
        <ProblemState error={document.error} onRetry={() => void document.refetch()} retrying={document.isFetching} />
      </Container>
    );
  }
  // A reader of a public document need not be anybody; whoever is somebody is not shown the page as nobody first.
  if (document.data === undefined || me.isPending) return <DocumentSkeleton />;
  return (
    <DocumentSync documentId={id} personId={me.data?.person?.id ?? null}>
      <PageTitle title={document.data.title} />
      <DocumentView state={document.data} me={me.data?.person ? me.data : null} />
    </DocumentSync>
  );
}
