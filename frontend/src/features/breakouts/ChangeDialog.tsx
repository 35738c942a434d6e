import { useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { announce } from "../../ui/announce";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { useChangeBreakout, useSeat } from "./api";
import { FollowFields } from "./FollowFields";
import { SeatFields } from "./SeatFields";
import { chosenOf, seated } from "./seats";
import type { Breakout } from "./types";
import { groupName } from "./words";

interface ChangeDialogProps {
  groupId: string;
  breakout: Breakout;
  onClose: () => void;
}

/** What the chair changes of a group while it is there: people, task, who follows, until when. */
export function ChangeDialog({ groupId, breakout, onClose }: ChangeDialogProps) {
  const { t } = useLingui();
  const change = useChangeBreakout(breakout);
  const seat = useSeat(breakout);
  const before = chosenOf(breakout.participants);
  const [name, setName] = useState(breakout.name);
  const [task, setTask] = useState(breakout.task);
  const [due, setDue] = useState(breakout.due_day ?? "");
  const [openness, setOpenness] = useState(breakout.openness);
  const [unattributed, setUnattributed] = useState(breakout.unattributed);
  const [seats, setSeats] = useState(before);
  const [problem, setProblem] = useState("");

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    if (change.isPending || seat.isPending) return;
    setProblem("");
    const due_day = due || null;
    const changed = {
      ...(name.trim() !== breakout.name && { name: name.trim() }),
      ...(task.trim() !== breakout.task && { task: task.trim() }),
      ...(due_day !== breakout.due_day && { due_day }),
      ...(openness !== breakout.openness && { openness }),
      ...(unattributed !== breakout.unattributed && { unattributed }),
    };
    try {
      if (Object.keys(changed).length > 0) await change.mutateAsync(changed);
      if (JSON.stringify(seats) !== JSON.stringify(before)) await seat.mutateAsync(seated(seats));
      announce(t`${groupName(breakout)} was changed.`);
      onClose();
    } catch (error) {
      setProblem(problemSentence(error));
    }
  }

  return (
    <FormDialog
      title={t`Change ${groupName(breakout)}`}
      action={t`Save`}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
      sending={change.isPending || seat.isPending}
      problem={problem}
      size="46rem"
    >
      <TextInput
        label={t`Name`}
        value={name}
        maxLength={300}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t`Task`}
        value={task}
        maxLength={10_000}
        autosize
        minRows={3}
        maxRows={10}
        onChange={(event) => setTask(event.currentTarget.value)}
      />
      <SeatFields groupId={groupId} chosen={seats} onChosen={setSeats} />
      <FollowFields
        openness={openness}
        onOpenness={setOpenness}
        unattributed={unattributed}
        onUnattributed={setUnattributed}
      />
      <TextInput type="date" label={t`Due`} value={due} onChange={(event) => setDue(event.currentTarget.value)} />
    </FormDialog>
  );
}
