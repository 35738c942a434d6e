import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { DocumentEvent } from "../api/types";
import type { NewParagraph } from "./creations";
import { useDocument } from "./document";
import { DocumentSession } from "./session";

const Context = createContext<DocumentSession | null>(null);

interface DocumentSyncProps {
  documentId: string;
  personId: string | null;
  children: ReactNode;
}

/** Keeps one document's page live: put it around the page, once. */
export function DocumentSync({ documentId, personId, children }: DocumentSyncProps) {
  return (
    <Running key={`${documentId} ${personId}`} documentId={documentId} personId={personId}>
      {children}
    </Running>
  );
}

function Running({ documentId, personId, children }: DocumentSyncProps) {
  const queries = useQueryClient();
  const [session] = useState(() => new DocumentSession({ documentId, personId, queries }));
  useEffect(() => {
    session.start();
    return () => session.stop();
  }, [session]);
  const { data } = useDocument(documentId);
  useEffect(() => {
    if (data) session.stateChanged(data);
  }, [session, data]);
  return <Context value={session}>{children}</Context>;
}

/** The live side of the document around. */
export function useSync(): DocumentSession {
  const session = useContext(Context);
  if (!session) throw new Error("Only inside DocumentSync");
  return session;
}

/** Calls with every event of the document, in order, as it is heard. */
export function useEvents(listener: (event: DocumentEvent) => void): void {
  const session = useSync();
  useEffect(() => session.onEvent(listener), [session, listener]);
}

/** How to add a paragraph that can be typed into before the server knows it. */
export function useAddParagraph(): (wanted: NewParagraph) => { id: string; text: string } {
  const session = useSync();
  return (wanted) => session.addParagraph(wanted);
}
