import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Paragraph } from "../../api/types";
import { Words } from "../../editor/Words";
import { useSync } from "../../sync/DocumentSync";
import { announce } from "../../ui/announce";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { placeOf } from "../paragraphs/place";
import { type Stance, type StanceKind, useStances, useTakeStance } from "./api";

interface StanceDialogProps {
  paragraph: Paragraph;
  /** What the button said. */
  kind: StanceKind;
  standing: string;
  onClose: () => void;
}

/** Says how one's delegation stands to a paragraph, and to whom; a reason may be given now, later, or never. */
export function StanceDialog({ paragraph, kind: wanted, standing, onClose }: StanceDialogProps) {
  const { t } = useLingui();
  const sync = useSync();
  const take = useTakeStance();
  const mine = useStances(paragraph.id).find((one) => one.mine);
  const [kind, setKind] = useState<StanceKind>(wanted);
  const [seenBy, setSeenBy] = useState<Stance["seen_by"]>(mine?.seen_by ?? "chair");
  const [reason, setReason] = useState(mine?.reason ?? "");
  const place = placeOf(paragraph);
  const words: [StanceKind, string][] = [
    ["support", t`Support`],
    ["can_live_with", t`Can live with it`],
    ["object", t`Object`],
  ];
  if (mine) words.push(["none", t`Take the stance back`]);

  function submit(event?: FormEvent) {
    event?.preventDefault();
    take.mutate(
      {
        paragraph: paragraph.id,
        kind,
        seen_by: seenBy,
        reason: reason.trim(),
        content_hash: sync.hashOf(paragraph.text) ?? paragraph.content_hash,
      },
      {
        onSuccess: () => {
          announce(kind === "none" ? t`The stance on ${place} is taken back.` : t`Your stance on ${place} is given.`);
          onClose();
        },
      },
    );
  }

  return (
    <FormDialog
      title={standing ? t`${place}: your stance, ${standing}` : t`${place}: your stance`}
      action={kind === "none" ? t`Take it back` : t`Give this stance`}
      sending={take.isPending}
      problem={take.error ? problemSentence(take.error) : ""}
      onSubmit={submit}
      onClose={onClose}
    >
      <Words runs={paragraph.runs} />
      <Radio.Group label={t`Your delegation's stance`} value={kind} onChange={(value) => setKind(value as StanceKind)}>
        <Stack gap="xs" mt="xs">
          {words.map(([value, word]) => (
            <Radio key={value} value={value} label={word} data-autofocus={value === kind || undefined} />
          ))}
        </Stack>
      </Radio.Group>
      {kind !== "none" && (
        <>
          <Radio.Group
            label={t`Who sees it`}
            value={seenBy}
            onChange={(value) => setSeenBy(value as Stance["seen_by"])}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="chair" label={t`The chair, the secretariat and your delegation only`} />
              <Radio value="all" label={t`All who can see this document`} />
            </Stack>
          </Radio.Group>
          <Textarea
            label={t`Reason, if you wish to give one, now or later`}
            value={reason}
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={8}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </>
      )}
      <Text size="sm" c="dimmed">
        <Trans>Stances are not votes: nobody adds them up. You can change yours or take it back at any time.</Trans>
      </Text>
    </FormDialog>
  );
}
