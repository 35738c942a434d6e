import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Switch, Text } from "@mantine/core";
import { useMemo } from "react";
import type { Paragraph, Run } from "../../api/types";
import { bracketed } from "../../editor/brackets";
import { plainText } from "../../editor/canonical";
import { Dialog } from "../../ui/Dialog";
import { shorten } from "./bracketWords";
import { placeOf } from "./place";

interface PlaceholdersDialogProps {
  paragraph: Paragraph;
  /** The words as they are now. */
  runs: Run[];
  onFlag: (placeholders: string[]) => void;
  onClose: () => void;
}

/** Longer than this, it is no placeholder, and the server would not take it. */
const LONGEST = 2_000;

/** A paragraph's brackets, each with a switch: whether it is negotiated, or only holds a place. */
export function PlaceholdersDialog({ paragraph, runs, onFlag, onClose }: PlaceholdersDialogProps) {
  const { t } = useLingui();
  const all = useMemo(() => bracketed(plainText(runs)).filter((one) => one.length <= LONGEST), [runs]);
  const { placeholders } = paragraph;

  return (
    <Dialog onClose={onClose} title={t`Brackets in ${placeOf(paragraph)}`} size="40rem">
      <Text size="sm" mb="md">
        <Trans>
          Brackets mean that something is not agreed. Some only hold a place, such as [X] or [Article 3 ter]: those are
          not counted, and nobody is warned of them when the paragraph is marked.
        </Trans>
      </Text>
      <Stack gap="sm">
        {all.map((words, index) => (
          <Switch
            key={words}
            data-autofocus={index === 0 || undefined}
            label={<bdi>{shorten(words)}</bdi>}
            description={placeholders.includes(words) ? t`only holds a place` : t`is negotiated`}
            checked={placeholders.includes(words)}
            onChange={(event) =>
              onFlag(
                event.currentTarget.checked
                  ? [...placeholders, words]
                  : placeholders.filter((placeholder) => placeholder !== words),
              )
            }
          />
        ))}
        {all.length === 0 && (
          <Text c="dimmed">
            <Trans>There are no brackets left in its words.</Trans>
          </Text>
        )}
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </Group>
    </Dialog>
  );
}
