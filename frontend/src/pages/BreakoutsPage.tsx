import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Container, Group, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useParams } from "react-router";
import type { PageState } from "../api/types";
import { useBreakoutStep, useBreakouts } from "../features/breakouts/api";
import { BreakoutCard } from "../features/breakouts/BreakoutCard";
import { ChangeDialog } from "../features/breakouts/ChangeDialog";
import { SetUpDialog } from "../features/breakouts/SetUpDialog";
import { ReturnDialog } from "../features/breakouts/StepDialogs";
import type { Breakout } from "../features/breakouts/types";
import { groupName } from "../features/breakouts/words";
import { DocumentSync } from "../sync/DocumentSync";
import { useDocument, useDocumentMe } from "../sync/document";
import { announce } from "../ui/announce";
import { FormDialog } from "../ui/FormDialog";
import { problemSentence } from "../ui/forms";
import { PageTitle } from "../ui/PageTitle";
import { QueryState } from "../ui/QueryState";

/** The breakout, correspondence and ad hoc groups of a document: how far each is, and setting one up. */
export function BreakoutsPage() {
  const { id = "" } = useParams();
  const document = useDocument(id);
  const me = useDocumentMe(id);
  if (document.data && me.data) {
    return (
      <DocumentSync documentId={id} personId={me.data.person?.id ?? null}>
        <Groups documentId={id} document={document.data} setsUp={me.data.may.breakouts} />
      </DocumentSync>
    );
  }
  return <Groups documentId={id} document={null} setsUp={false} />;
}

type About = { kind: "set-up" } | { kind: "change" | "return" | "conclude"; breakout: string };

interface GroupsProps {
  documentId: string;
  document: PageState | null;
  setsUp: boolean;
}

function Groups({ documentId, document, setsUp }: GroupsProps) {
  const { t } = useLingui();
  const breakouts = useBreakouts(documentId);
  const [about, setAbout] = useState<About | null>(null);
  const title = document?.title ?? "";
  const close = () => setAbout(null);
  const one = breakouts.data?.find((breakout) => about && "breakout" in about && breakout.id === about.breakout);

  return (
    <Container size="md" py="xl">
      <PageTitle title={title ? t`Breakout groups: ${title}` : t`Breakout groups`} />
      <Anchor component={Link} to={`/documents/${documentId}`} size="sm">
        {title ? <bdi>{title}</bdi> : <Trans>Back to the document</Trans>}
      </Anchor>
      <Group justify="space-between" align="baseline" gap="sm" mt={4} mb="xs">
        <Title order={1} size="h2">
          <Trans>Breakout groups</Trans>
        </Title>
        {setsUp && document && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAbout({ kind: "set-up" })}>
            <Trans>Set up a group</Trans>
          </Button>
        )}
      </Group>
      <Text c="dimmed" size="sm" mb="lg" maw="44rem">
        <Trans>
          A group takes some of the text away, works on it in a text of its own, and reports back. Nothing changes in
          the plenary's text until the plenary endorses it.
        </Trans>
      </Text>
      <QueryState query={breakouts} lines={6}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed">
              {setsUp ? (
                <Trans>No group was set up yet.</Trans>
              ) : (
                <Trans>No group was set up yet. The chair does that; it will appear here by itself.</Trans>
              )}
            </Text>
          ) : (
            all.map((breakout) => (
              <BreakoutCard
                key={breakout.id}
                breakout={breakout}
                order={document?.paragraphs ?? []}
                onChange={({ id }) => setAbout({ kind: "change", breakout: id })}
                onReturn={({ id }) => setAbout({ kind: "return", breakout: id })}
                onConclude={({ id }) => setAbout({ kind: "conclude", breakout: id })}
              />
            ))
          )
        }
      </QueryState>
      {about?.kind === "set-up" && document && <SetUpDialog document={document} onClose={close} />}
      {about?.kind === "change" && one && document && (
        <ChangeDialog groupId={document.group.id} breakout={one} onClose={close} />
      )}
      {about?.kind === "return" && one && <ReturnDialog breakout={one} onClose={close} />}
      {about?.kind === "conclude" && one && <ConcludeDialog breakout={one} onClose={close} />}
    </Container>
  );
}

/** Ends a group's work; asked again, since its text cannot be worked on after that. */
function ConcludeDialog({ breakout, onClose }: { breakout: Breakout; onClose: () => void }) {
  const { t } = useLingui();
  const step = useBreakoutStep(breakout);
  const called = groupName(breakout);
  return (
    <FormDialog
      title={t`End the work of ${called}`}
      action={t`End its work`}
      onSubmit={(event) => {
        event?.preventDefault();
        if (step.isPending) return;
        step.mutate(
          { step: "conclude" },
          {
            onSuccess: () => {
              announce(t`The work of ${called} has ended.`);
              onClose();
            },
          },
        );
      }}
      onClose={onClose}
      sending={step.isPending}
      problem={step.error ? problemSentence(step.error) : ""}
    >
      <Text size="sm">
        {breakout.state === "reported" ? (
          <Trans>What the plenary has not taken stays in the group's text, where it can be read.</Trans>
        ) : (
          <Trans>The group has not reported. Its text stays as it is, and nothing of it goes to the plenary.</Trans>
        )}
      </Text>
    </FormDialog>
  );
}
