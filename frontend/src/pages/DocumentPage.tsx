import { useLingui } from "@lingui/react/macro";
import { Container } from "@mantine/core";
import { useCallback, useEffect, useRef } from "react";
import { useParams } from "react-router";
import { isProblem } from "../api/problem";
import { useMe } from "../features/accounts/api";
import { DocumentSkeleton } from "../features/documents/DocumentSkeleton";
import { ShutOut } from "../features/meetings/ShutOut";
import { DocumentSync, useSync } from "../sync/DocumentSync";
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
  const person = useMe();
  const { data, error } = document;
  const shut = isProblem(error, "forbidden") && error.extra.why === "sitting";
  // Whoever is only signed out goes on reading what is there.
  const shutTitle = shut && typeof error.extra.title === "string" ? error.extra.title : "";
  const lost = isProblem(error) && (error.status === 403 || error.status === 404);
  const wasLost = useRef(false);
  if (lost) wasLost.current = true;
  const { refetch } = document;
  const ask = useCallback(() => void refetch(), [refetch]);
  const out = (
    <main>
      <PageTitle title={data?.title ?? t`Document`} />
      <h1 className="visually-hidden">{t`Document`}</h1>
      {shut ? (
        <ShutOut documentId={id} title={data?.title ?? shutTitle} anonymous={person.data === null} onAsk={ask} />
      ) : (
        <Container size="sm" py="xl">
          <ProblemState error={error} onRetry={ask} retrying={document.isFetching} />
        </Container>
      )}
    </main>
  );

  if (data === undefined && document.isError) return out;
  // A reader of a public document need not be anybody; whoever is somebody is not shown the page as nobody first.
  if (data === undefined || me.isPending) return <DocumentSkeleton />;
  return (
    <DocumentSync documentId={id} personId={me.data?.person?.id ?? null}>
      {lost ? (
        out
      ) : (
        <>
          <PageTitle title={data.title} />
          {wasLost.current && <Readmission />}
          <DocumentView state={data} me={me.data?.person ? me.data : null} />
        </>
      )}
    </DocumentSync>
  );
}

/** Where the page was shut out of the document and is let in again, its live side begins again too. */
function Readmission() {
  const sync = useSync();
  useEffect(() => sync.readmitted(), [sync]);
  return null;
}
