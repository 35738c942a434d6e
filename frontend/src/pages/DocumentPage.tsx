import { useLingui } from "@lingui/react/macro";
import { Container } from "@mantine/core";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useParams } from "react-router";
import { isProblem } from "../api/problem";
import type { DocumentMe } from "../api/types";
import { useMe } from "../features/accounts/api";
import { DeskProvider } from "../features/amendments/DeskProvider";
import { useBreakoutOf } from "../features/breakouts/api";
import { ShutOutOfGroup } from "../features/breakouts/ShutOutOfGroup";
import { textLabel } from "../features/breakouts/words";
import { DocumentSkeleton } from "../features/documents/DocumentSkeleton";
import { ShutOut } from "../features/meetings/ShutOut";
import { placeOf } from "../features/paragraphs/place";
import { DocumentSync, useSync } from "../sync/DocumentSync";
import { useDocument, useDocumentMe } from "../sync/document";
import { PageTitle } from "../ui/PageTitle";
import { ProblemState } from "../ui/QueryState";
import { DocumentView } from "./document/DocumentView";
import { GroupTextAround } from "./document/GroupText";

/** A rolling document: painted from its page state, then live. */
export function DocumentPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const document = useDocument(id);
  const me = useDocumentMe(id);
  const person = useMe();
  const { data, error } = document;
  const shut = isProblem(error, "forbidden") && error.extra.why === "sitting";
  // A breakout group works by itself: whoever may not follow it is told so.
  const shutOfGroup = isProblem(error, "forbidden") && error.extra.why === "breakout";
  // Whoever is only signed out goes on reading what is there.
  const lost = isProblem(error) && (error.status === 403 || error.status === 404);
  const wasLost = useRef(false);
  if (lost) wasLost.current = true;
  const { refetch } = document;
  const ask = useCallback(() => void refetch(), [refetch]);
  const { data: breakout } = useBreakoutOf(id, shutOfGroup || Boolean(data?.copy_of));
  const plenary = data?.copy_of ?? breakout?.document ?? null;
  const mine = useMemo(
    () => standing(me.data, data?.copy_of ? { reported: data.frozen } : undefined),
    [me.data, data?.copy_of, data?.frozen],
  );
  const paragraphs = data?.paragraphs;
  const placed = useCallback(
    (wanted: string | null) => {
      const paragraph = paragraphs?.find((one) => one.id === wanted);
      return paragraph ? placeOf(paragraph) : "";
    },
    [paragraphs],
  );
  const out = (
    <main>
      <PageTitle title={data?.title ?? t`Document`} />
      <h1 className="visually-hidden">{t`Document`}</h1>
      {shut ? (
        <ShutOut documentId={id} title={data?.title ?? shutTitle(error)} anonymous={person.data === null} onAsk={ask} />
      ) : shutOfGroup ? (
        <ShutOutOfGroup
          documentId={id}
          title={data?.title ?? shutTitle(error)}
          plenary={plenary}
          anonymous={person.data === null}
          onAsk={ask}
        />
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
        <DeskProvider documentId={id} placeOf={placed}>
          <PageTitle title={breakout ? textLabel(breakout) : data.title} />
          {wasLost.current && <Readmission />}
          <GroupTextAround state={data}>
            <DocumentView state={data} me={mine} />
          </GroupTextAround>
        </DeskProvider>
      )}
    </DocumentSync>
  );
}

/** Who somebody is here; in a breakout group's own text that says so. */
function standing(me: DocumentMe | undefined, inGroup: DocumentMe["inGroup"]): DocumentMe | null {
  if (!me?.person) return null;
  return inGroup ? { ...me, inGroup } : me;
}

/** The title of what one is shut out of, where the server tells it. */
function shutTitle(error: unknown): string {
  return isProblem(error) && typeof error.extra.title === "string" ? error.extra.title : "";
}

/** Where the page was shut out of the document and is let in again, its live side begins again too. */
function Readmission() {
  const sync = useSync();
  useEffect(() => sync.readmitted(), [sync]);
  return null;
}
