import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Paragraph, Run } from "../../api/types";
import { contentHash } from "../../editor/canonical";
import { Words } from "../../editor/Words";
import { announce } from "../../ui/announce";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { Difference } from "../paragraphs/Difference";
import { placeOf } from "../paragraphs/place";
import { type Alternative, useDrop, useMakeText } from "./api";
import { OnWord } from "./OnWord";

interface DialogProps {
  alternative: Alternative;
  paragraph: Paragraph;
  /** The alternative's words as they are now. */
  runs: Run[];
  onClose: () => void;
}

/** The words that the paragraph will have, as differences to those it has; what is shown is what is decided on. */
export function MakeTextDialog({ alternative, paragraph, present, runs, onClose }: DialogProps & { present: Run[] }) {
  const { t } = useLingui();
  const make = useMakeText();
  const [keep, setKeep] = useState(true);
  const { label } = alternative;
  const place = placeOf(paragraph);

  function submit(event?: FormEvent) {
    event?.preventDefault();
    make.mutate(
      {
        id: alternative.id,
        alternative_hash: contentHash(runs),
        paragraph_hash: contentHash(present),
        keep_present: keep,
      },
      {
        onSuccess: () => {
          announce(t`${label} is the text of ${place} now.`);
          onClose();
        },
      },
    );
  }

  return (
    <FormDialog
      title={t`Make ${label} the text of ${place}`}
      action={t`Make it the text`}
      sending={make.isPending}
      problem={make.error ? problemSentence(make.error) : ""}
      onSubmit={submit}
      onClose={onClose}
      size="46rem"
    >
      <div>
        <Difference earlier={present} later={runs} />
      </div>
      <Checkbox
        checked={keep}
        onChange={(event) => setKeep(event.currentTarget.checked)}
        label={t`Keep the present words as an alternative`}
        data-autofocus
      />
      <OnWord />
    </FormDialog>
  );
}

/** An alternative that nobody wants any more; its words stay on record. */
export function DropDialog({ alternative, paragraph, runs, onClose }: DialogProps) {
  const { t } = useLingui();
  const drop = useDrop();
  const [reason, setReason] = useState("");
  const { label } = alternative;
  const place = placeOf(paragraph);

  function submit(event?: FormEvent) {
    event?.preventDefault();
    drop.mutate(
      { id: alternative.id, reason: reason.trim(), content_hash: contentHash(runs) },
      {
        onSuccess: () => {
          announce(t`${label} is dropped.`);
          onClose();
        },
      },
    );
  }

  return (
    <FormDialog
      title={t`Drop ${label} of ${place}`}
      action={t`Drop it`}
      sending={drop.isPending}
      problem={drop.error ? problemSentence(drop.error) : ""}
      onSubmit={submit}
      onClose={onClose}
    >
      <Words runs={runs} />
      <Textarea
        label={t`Reason, if there is one to record`}
        value={reason}
        maxLength={1000}
        rows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <Text size="sm" c="dimmed">
        <Trans>Its exact words stay in the record of decisions.</Trans>
      </Text>
      <OnWord />
    </FormDialog>
  );
}
