import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import type { Paragraph } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { placeOf } from "./place";

interface OriginDialogProps {
  paragraph: Paragraph;
  onSave: (change: { proposer: string; source: string }) => void;
  onClose: () => void;
}

/** Who proposed a paragraph, and where its words come from. */
export function OriginDialog({ paragraph, onSave, onClose }: OriginDialogProps) {
  const { t } = useLingui();
  const [proposer, setProposer] = useState(paragraph.proposer ?? "");
  const [source, setSource] = useState(paragraph.source ?? "");

  function submit(event: SubmitEvent) {
    event.preventDefault();
    onClose();
    onSave({ proposer: proposer.trim(), source: source.trim() });
  }

  return (
    <Dialog onClose={onClose} title={t`Proposer and source of ${placeOf(paragraph)}`}>
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          label={t`Proposer`}
          description={t`The delegation or group that proposed it`}
          value={proposer}
          maxLength={300}
          onChange={(event) => setProposer(event.currentTarget.value)}
        />
        <TextInput
          mt="md"
          label={t`Source`}
          description={t`The contribution it comes from`}
          value={source}
          maxLength={300}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit">
            <Trans>Save</Trans>
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
