import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { List, Radio, Stack, Text, Textarea } from "@mantine/core";
import { IconBracketsContain } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { announce } from "../../ui/announce";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { STATUSES, statusWord } from "../../ui/status";
import { Warning } from "../../ui/Warning";
import { useBreakoutStep } from "./api";
import type { Breakout } from "./types";
import { groupName, OPENNESSES, openNow, opennessSentence } from "./words";

interface ReportDialogProps {
  breakout: Breakout;
  /** Brackets that are left in the group's text. */
  brackets: number;
  /** Waits until this person's own words are recorded. */
  settle: () => Promise<boolean>;
  onClose: () => void;
}

/** The rapporteur's short report; with it the text stands still. */
export function ReportDialog({ breakout, brackets, settle, onClose }: ReportDialogProps) {
  const { t } = useLingui();
  const step = useBreakoutStep(breakout);
  const [report, setReport] = useState(breakout.report);
  const [problem, setProblem] = useState("");
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { counts } = breakout;
  const marked = STATUSES.slice(1).flatMap((status) => {
    const n = counts.recommended[status] ?? 0;
    return n > 0 ? [`${n} ${statusWord(status)}`] : [];
  });

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    if (busy) return;
    if (!report.trim()) {
      setFault(t`Say in a few words what the group brings.`);
      return field.current?.focus();
    }
    setBusy(true);
    setProblem("");
    try {
      if (!(await settle())) return setProblem(t`Your own changes are not yet saved. Please try again.`);
      await step.mutateAsync({ step: "report", report: report.trim() });
      announce(t`${groupName(breakout)} has reported. Its text does not change any more.`);
      onClose();
    } catch (error) {
      setProblem(problemSentence(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <FormDialog
      title={t`Report to the plenary`}
      action={t`Report`}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
      sending={busy}
      problem={problem}
    >
      <Text size="sm">
        <Trans>
          The plenary then sees the group's text beside its own, paragraph by paragraph. From that moment nothing
          changes in the group's text, unless the plenary gives it back.
        </Trans>
      </Text>
      <Textarea
        ref={field}
        error={fault || undefined}
        label={t`Short report`}
        description={t`What the group did, and what it could not settle.`}
        value={report}
        maxLength={10_000}
        autosize
        minRows={4}
        maxRows={14}
        data-autofocus
        onChange={(event) => {
          setReport(event.currentTarget.value);
          setFault("");
        }}
      />
      <div>
        <Text size="sm" fw={600}>
          <Trans>What the plenary will be shown</Trans>
        </Text>
        <List size="sm" mt={4}>
          <List.Item>
            <Plural value={counts.changed} one="# paragraph is changed" other="# paragraphs are changed" />
          </List.Item>
          <List.Item>
            {marked.length > 0 ? (
              <Trans>recommended: {marked.join(", ")}</Trans>
            ) : (
              <Trans>no mark is recommended</Trans>
            )}
          </List.Item>
        </List>
      </div>
      {brackets > 0 && (
        <Warning
          icon={<IconBracketsContain aria-hidden />}
          title={<Plural value={brackets} one="# bracket is left" other="# brackets are left" />}
        />
      )}
    </FormDialog>
  );
}

interface OpenToDialogProps {
  breakout: Breakout;
  onClose: () => void;
}

/** The group lets others read before it reports, as far as the chair allows. */
export function OpenToDialog({ breakout, onClose }: OpenToDialogProps) {
  const { t } = useLingui();
  const step = useBreakoutStep(breakout);
  const [openness, setOpenness] = useState(openNow(breakout));
  const allowed = OPENNESSES.slice(OPENNESSES.indexOf(breakout.openness));

  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (step.isPending) return;
    step.mutate(
      { step: "open-to", openness },
      {
        onSuccess: () => {
          announce(opennessSentence(openness));
          onClose();
        },
      },
    );
  }

  return (
    <FormDialog
      title={t`Open the text to others`}
      action={t`Save`}
      onSubmit={submit}
      onClose={onClose}
      sending={step.isPending}
      problem={step.error ? problemSentence(step.error) : ""}
    >
      <Radio.Group
        label={t`Who sees this text while the group works`}
        description={t`Nobody sees it who may not read the plenary's document.`}
        value={openness}
        onChange={(value) => setOpenness(value as typeof openness)}
      >
        <Stack gap="xs" mt="xs">
          {allowed.map((one) => (
            <Radio key={one} value={one} label={opennessSentence(one)} />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}

/** The plenary gives the whole text back: the group works on. */
export function ReturnDialog({ breakout, onClose }: OpenToDialogProps) {
  const { t } = useLingui();
  const step = useBreakoutStep(breakout);
  const [note, setNote] = useState("");
  const [fault, setFault] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);

  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (step.isPending) return;
    if (!note.trim()) {
      setFault(t`Say what the group is to do.`);
      return field.current?.focus();
    }
    step.mutate(
      { step: "return", note: note.trim() },
      {
        onSuccess: () => {
          announce(t`The text was given back to ${groupName(breakout)}.`);
          onClose();
        },
      },
    );
  }

  return (
    <FormDialog
      title={t`Give the text back to ${groupName(breakout)}`}
      action={t`Give it back`}
      onSubmit={submit}
      onClose={onClose}
      sending={step.isPending}
      problem={step.error ? problemSentence(step.error) : ""}
    >
      <Textarea
        ref={field}
        label={t`What the group is to do`}
        description={t`The group reads this over its text, and can write in it again.`}
        value={note}
        error={fault || undefined}
        maxLength={2000}
        autosize
        minRows={3}
        data-autofocus
        onChange={(event) => {
          setNote(event.currentTarget.value);
          setFault("");
        }}
      />
    </FormDialog>
  );
}
