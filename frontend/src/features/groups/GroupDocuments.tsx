import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, useNavigate } from "react-router";
import type { Status } from "../../api/types";
import { QueryState } from "../../ui/QueryState";
import { wholeWords } from "../../ui/whole";
import { useGroupDocuments } from "./api";
import { BringInDocumentDialog } from "./BringInDocumentDialog";
import { CreateDocumentDialog } from "./CreateDocumentDialog";
import { Section } from "./GroupFrame";
import classes from "./groups.module.css";
import type { DocumentSummary, GroupRead } from "./types";
import { wordFor } from "./words";

/** The rolling documents of a group, and the way to a new one for those who may. */
export function DocumentsSection({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [creating, create] = useDisclosure();
  const [bringingIn, bringIn] = useDisclosure();
  return (
    <Section
      id="documents"
      title={t`Documents`}
      action={
        group.may.create_document && (
          <Group gap="xs">
            <Button size="sm" variant="default" onClick={bringIn.open}>{t`Bring in a document`}</Button>
            <Button size="sm" onClick={create.open}>{t`New document`}</Button>
          </Group>
        )
      }
    >
      <DocumentList
        groupId={group.id}
        empty={
          group.may.create_document
            ? t`There is no document yet. Begin a new one, or bring in a text that there is already.`
            : t`There is no document open to you yet. It appears here when the secretariat begins one.`
        }
      />
      {creating && (
        <CreateDocumentDialog
          groupId={group.id}
          onClose={create.close}
          onCreated={(id) => void navigate(`/documents/${id}`)}
        />
      )}
      {bringingIn && (
        <BringInDocumentDialog
          groupId={group.id}
          onClose={bringIn.close}
          onBroughtIn={(id) => void navigate(`/documents/${id}`)}
        />
      )}
    </Section>
  );
}

interface DocumentListProps {
  groupId: string;
  empty: string;
}

/** Links to a group's documents, with how far they are and who can see them. */
export function DocumentList({ groupId, empty }: DocumentListProps) {
  const { t } = useLingui();
  const documents = useGroupDocuments(groupId);
  return (
    <QueryState query={documents} lines={2}>
      {(list) =>
        list.length === 0 ? (
          <Text c="dimmed">{empty}</Text>
        ) : (
          <ul className={classes.list}>
            {list.map((document) => (
              <li key={document.id} className={classes.item}>
                <div>
                  <Anchor component={Link} to={`/documents/${document.id}`} fw={600}>
                    <bdi>{document.title}</bdi>
                  </Anchor>
                  <div className={classes.quiet}>
                    {document.shut ? (
                      t`A sitting is going on that is closed to you`
                    ) : (
                      <>
                        <Progress counts={document.counts} />
                        {wholeWords(document)} · {t`Who can see it: ${wordFor(document.seen_by)}`}
                      </>
                    )}
                  </div>
                </div>
                <Anchor
                  component={Link}
                  to={`/documents/${document.id}/record`}
                  size="sm"
                  aria-label={t`Record of decisions of ${document.title}`}
                >
                  {t`Record`}
                </Anchor>
              </li>
            ))}
          </ul>
        )
      }
    </QueryState>
  );
}

/** "12 agreed, 48 left · ": how many paragraphs are agreed and how many are not. */
function Progress({ counts }: { counts: DocumentSummary["counts"] }) {
  const { t } = useLingui();
  const { agreed, left } = progress(counts);
  if (agreed + left === 0) return <>{t`No paragraphs yet`} · </>;
  return <>{left === 0 ? t`All ${agreed} agreed` : t`${agreed} agreed, ${left} left`} · </>;
}

/** Agreed paragraphs, and all others. */
export function progress(counts: Partial<Record<Status, number>>): { agreed: number; left: number } {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const agreed = counts.agreed ?? 0;
  return { agreed, left: all - agreed };
}
