import { Trans } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useSync } from "../../sync/DocumentSync";
import { useDocumentMe } from "../../sync/document";
import type { PanelProps } from "../paragraphs/panel";
import { AlternativeCard } from "./AlternativeCard";
import classes from "./Alternatives.module.css";
import { useAddAlternative, useAlternatives } from "./api";

/** A paragraph's alternatives: those that stand, and what became of the others. */
export function AlternativesPanel({ paragraph, runs, actions }: PanelProps) {
  const { documentId } = useSync();
  const may = useDocumentMe(documentId).data?.may;
  const alternatives = useAlternatives(paragraph.id);
  const add = useAddAlternative();
  const standing = alternatives.filter((one) => one.state === "standing");
  const ended = alternatives.filter((one) => one.state !== "standing");
  return (
    <div className={classes.panel}>
      {standing.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>No alternative stands beside this paragraph.</Trans>
        </Text>
      )}
      {standing.length > 0 && (
        <Text size="sm" c="dimmed">
          <Trans>Not agreed: each stands in brackets beside the text until the words are chosen.</Trans>
        </Text>
      )}
      {[...standing, ...ended].map((one) => (
        <AlternativeCard key={one.id} alternative={one} paragraph={paragraph} present={runs} actions={actions} />
      ))}
      {may?.oral && !paragraph.withdrawn && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          loading={add.isPending}
          onClick={() => add.mutate({ paragraph: paragraph.id, runs })}
        >
          <Trans>Put an alternative beside it, beginning with the present words</Trans>
        </Button>
      )}
    </div>
  );
}
