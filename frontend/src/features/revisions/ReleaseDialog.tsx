import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Radio, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Audience, DocumentState } from "../../api/types";
import { announce } from "../../ui/announce";
import { momentWords } from "../../ui/dates";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { revisionName } from "../../ui/whole";
import { type RevisionHead, useChangeState, useRelease } from "./api";
import { audienceName } from "./words";

const AUDIENCES: Audience[] = ["members", "observers", "public"];

interface ReleaseDialogProps {
  documentId: string;
  revision: RevisionHead;
  /** The document's state, where this person may change it. */
  state: DocumentState | null;
  onClose: () => void;
}

/** Lets more people see a revision, now or from a time on, which is the reader's own clock's. */
export function ReleaseDialog({ documentId, revision, state, onClose }: ReleaseDialogProps) {
  const { t } = useLingui();
  const wider = AUDIENCES.filter((one) => AUDIENCES.indexOf(one) > AUDIENCES.indexOf(revision.seen_by));
  const [audience, setAudience] = useState<Audience>(wider[0] ?? "public");
  const [later, setLater] = useState(false);
  const [at, setAt] = useState("");
  const [alsoState, setAlsoState] = useState(state === "drafting");
  const [problem, setProblem] = useState("");
  const release = useRelease(documentId);
  const change = useChangeState(documentId);
  const name = revisionName(revision.number);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const moment = at ? new Date(at) : null;

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    setProblem("");
    if (later && (!moment || Number.isNaN(moment.getTime()))) return setProblem(t`Say from which day and time.`);
    if (later && moment && moment.getTime() <= Date.now())
      return setProblem(t`This time is past. Release it now instead.`);
    try {
      const from_time = later && moment ? moment.toISOString() : null;
      await release.mutateAsync({ number: revision.number, audience, from_time });
      if (state === "drafting" && alsoState) await change.mutateAsync({ state: "released" });
      announce(later ? t`${name} will be released.` : t`${name} is released.`);
      onClose();
    } catch (error) {
      setProblem(problemSentence(error));
    }
  }

  return (
    <FormDialog
      title={t`Release ${name}`}
      action={later ? t`Release it then` : t`Release it now`}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
      sending={release.isPending || change.isPending}
      problem={problem}
    >
      <Radio.Group label={t`To whom`} value={audience} onChange={(value) => setAudience(value as Audience)}>
        <Stack gap="xs" mt="xs">
          {wider.map((one) => (
            <Radio
              key={one}
              value={one}
              label={audienceName(one)}
              description={one === "public" ? t`Whoever has the address, without signing in.` : undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group label={t`When`} value={later ? "later" : "now"} onChange={(value) => setLater(value === "later")}>
        <Stack gap="xs" mt="xs">
          <Radio value="now" label={t`Now`} />
          <Radio value="later" label={t`From a day and time on`} />
        </Stack>
      </Radio.Group>
      {later && (
        <div>
          <TextInput
            type="datetime-local"
            label={t`Day and time`}
            description={t`By your own clock: ${zone}`}
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
            maw={280}
          />
          {moment && !Number.isNaN(moment.getTime()) && (
            <Text size="sm" mt={4} role="status">
              <Trans>{momentWords(moment.toISOString())} for you; everybody reads it in their own time.</Trans>
            </Text>
          )}
        </div>
      )}
      {state === "drafting" && (
        <Checkbox
          label={t`Say too that the document as a whole is released`}
          description={t`It is a decision of its own: the document then shows “released” instead of “drafting”.`}
          checked={alsoState}
          onChange={(event) => setAlsoState(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}
