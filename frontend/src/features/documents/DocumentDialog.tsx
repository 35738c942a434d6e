import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Radio, Stack, Text, Textarea } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import type { Audience, PageState } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { problemSentence } from "../../ui/forms";
import { useChangeDocument } from "./api";
import { audienceSentence } from "./words";

const ITU = "MOD, ADD, SUP";
const AUDIENCES: Audience[] = ["bureau", "members", "observers", "public"];

interface DocumentDialogProps {
  document: Pick<
    PageState,
    "id" | "title" | "audience" | "state" | "alternative_labels" | "itu_labels" | "observers_propose"
  >;
  onClose: () => void;
}

/** What the document is called, who can see it, and by which manners it is negotiated. */
export function DocumentDialog({ document, onClose }: DocumentDialogProps) {
  const { t } = useLingui();
  const change = useChangeDocument(document.id);
  const [title, setTitle] = useState(document.title);
  const [audience, setAudience] = useState(document.audience);
  const [labels, setLabels] = useState(document.alternative_labels);
  const [itu, setItu] = useState(document.itu_labels);
  const [observers, setObservers] = useState(document.observers_propose);
  const [problem, setProblem] = useState("");
  // An adopted document keeps its title; who can see it may still change.
  const fixed = document.state === "adopted" || document.state === "transmitted";

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (change.isPending) return;
    if (!title.trim()) return setProblem(t`A document needs a title.`);
    try {
      const manners = { alternative_labels: labels, itu_labels: itu, observers_propose: observers };
      await change.mutateAsync(fixed ? { audience } : { title: title.trim(), audience, ...manners });
      onClose();
    } catch (error) {
      setProblem(problemSentence(error));
    }
  }

  return (
    <Dialog onClose={onClose} title={t`Title and settings`}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Textarea
          data-autofocus
          label={t`Title`}
          value={title}
          maxLength={500}
          readOnly={fixed}
          rows={2}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Radio.Group
          mt="md"
          label={t`Who can see it`}
          value={audience}
          onChange={(value) => setAudience(value as Audience)}
        >
          <Stack gap="xs" mt="xs">
            {AUDIENCES.map((one) => (
              <Radio key={one} value={one} label={audienceSentence(one)} />
            ))}
          </Stack>
        </Radio.Group>
        {!fixed && (
          <>
            <Radio.Group
              mt="md"
              label={t`Alternatives of a paragraph are called`}
              value={labels}
              onChange={(value) => setLabels(value as PageState["alternative_labels"])}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="alt" label={t`Alt 1, Alt 2, …`} />
                <Radio value="bis" label={t`A.12 bis, A.12 ter, …`} />
              </Stack>
            </Radio.Group>
            <Stack gap="xs" mt="md">
              <Checkbox
                label={t`Proposals carry the labels of the ITU (${ITU})`}
                checked={itu}
                onChange={(event) => setItu(event.currentTarget.checked)}
              />
              <Checkbox
                label={t`Observers may make proposals`}
                checked={observers}
                onChange={(event) => setObservers(event.currentTarget.checked)}
              />
            </Stack>
          </>
        )}
        {problem && (
          <Text role="alert" c="var(--danger)" size="sm" mt="sm">
            {problem}
          </Text>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={change.isPending}>
            <Trans>Save</Trans>
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
