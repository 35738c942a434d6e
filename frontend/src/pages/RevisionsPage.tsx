import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Container, Group, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, useParams } from "react-router";
import { useRevisions } from "../features/revisions/api";
import { FreezeDialog } from "../features/revisions/FreezeDialog";
import { RevisionList } from "../features/revisions/RevisionList";
import classes from "../features/revisions/Revisions.module.css";
import { StateCard } from "../features/revisions/StateCard";
import { useDocument, useDocumentMe } from "../sync/document";
import { PageTitle } from "../ui/PageTitle";
import { QueryState } from "../ui/QueryState";

/** A document's state and what was frozen of it: freezing, releasing, comparing. */
export function RevisionsPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const document = useDocument(id);
  const me = useDocumentMe(id);
  const revisions = useRevisions(id);
  const [freezing, freeze] = useDisclosure();
  // Whoever does not see the document itself may still read what was released of it.
  const state = document.isError ? null : (document.data ?? null);
  const mine = state ? (me.data ?? null) : null;
  const title = document.data?.title ?? "";
  const may = Boolean(mine?.may.release);
  const next = (revisions.data?.[0]?.number ?? 0) + 1;

  return (
    <Container size="md" py="xl">
      <PageTitle title={title ? t`Revisions: ${title}` : t`Revisions`} />
      {state && (
        <Anchor component={Link} to={`/documents/${id}`} size="sm">
          <bdi>{title}</bdi>
        </Anchor>
      )}
      <Title order={1} size="h2" mt={4} mb="xs">
        <Trans>Revisions</Trans>
      </Title>
      <Text c="dimmed" size="sm" mb="lg" maw="44rem">
        <Trans>
          A revision is the whole document as it was at one moment. It has an address that can be cited and a
          fingerprint, and never changes.
        </Trans>
      </Text>
      {state && <StateCard document={state} me={mine} />}
      <section aria-labelledby="frozen">
        <Group justify="space-between" align="baseline" gap="sm">
          <h2 id="frozen" className={classes.heading}>
            <Trans>What was frozen</Trans>
          </h2>
          {may && (
            <Button onClick={freeze.open}>
              <Trans>Freeze a revision</Trans>
            </Button>
          )}
        </Group>
        <QueryState query={revisions} lines={4}>
          {(all) =>
            all.length === 0 ? (
              <Text c="dimmed" mt="sm">
                {may ? (
                  <Trans>Nothing was frozen yet. Freeze a revision when a text is ready to be released or cited.</Trans>
                ) : (
                  <Trans>Nothing was frozen yet.</Trans>
                )}
              </Text>
            ) : (
              <RevisionList
                documentId={id}
                revisions={all}
                releases={may}
                state={may ? (state?.state ?? null) : null}
                live={state !== null}
              />
            )
          }
        </QueryState>
      </section>
      {freezing && <FreezeDialog documentId={id} next={next} onClose={freeze.close} />}
    </Container>
  );
}
