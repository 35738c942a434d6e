import { useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type ReactNode, useState } from "react";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence, useSubmit } from "../../ui/forms";
import { useChangeSeat, useEndSeat, useResetLink, useWithdrawInvitation } from "./api";
import { LinkDialog } from "./InviteDialog";
import { SeatFields, type SeatValues, toSeat } from "./SeatFields";
import type { GroupRead, InvitationMade, PersonRead } from "./types";

interface PersonDialogProps {
  group: GroupRead;
  person: PersonRead;
  onClose: () => void;
}

/** Changes delegation, seat, and whether the person acts or drafts. */
export function SeatDialog({ group, person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const change = useChangeSeat(group.id);
  const form = useForm<SeatValues & Record<string, unknown>>({
    initialValues: {
      seat: person.seat ?? "member",
      delegation: person.delegation?.id ?? null,
      may_act: person.may_act ? "act" : "draft",
    },
  });
  const submit = useSubmit(form, async (values) => {
    const { seat, ...rest } = toSeat(values);
    await change.mutateAsync({ id: person.seat_id ?? "", ...rest, seat: seat ?? "observer" });
    onClose();
  });
  return (
    <FormDialog title={t`Seat of ${person.name}`} action={t`Keep the changes`} onClose={onClose} {...submit}>
      <SeatFields group={group} form={form} />
    </FormDialog>
  );
}

/** Ends a seat: the person reads what outsiders may, and writes nothing. */
export function EndSeatDialog({ group, person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const end = useEndSeat(group.id);
  return (
    <Confirm
      title={t`End the seat of ${person.name}?`}
      action={t`End the seat`}
      run={() => end.mutateAsync(person.seat_id ?? "")}
      onClose={onClose}
    >
      {t`They can no longer write in this group, from now on. What they have written stays, and the record of decisions keeps their name. Offices end on their own.`}
    </Confirm>
  );
}

export function WithdrawInvitationDialog({ group, person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const withdraw = useWithdrawInvitation(group.id);
  return (
    <Confirm
      title={t`Take back the invitation of ${person.name}?`}
      action={t`Take it back`}
      run={() => withdraw.mutateAsync(person.invitation?.id ?? "")}
      onClose={onClose}
    >
      {t`The link stops working at once. You can make another later.`}
    </Confirm>
  );
}

/** Makes a link by which the person chooses a password; earlier links stop working. */
export function ResetLinkDialog({ group, person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const reset = useResetLink(group.id);
  const [made, setMade] = useState<InvitationMade | null>(null);
  if (made) return <LinkDialog title={t`Link for ${person.name}`} invitation={made} onClose={onClose} />;
  return (
    <Confirm
      title={person.signed_in_before ? t`A new password for ${person.name}` : t`A new link for ${person.name}`}
      action={t`Make the link`}
      harmless
      run={async () => setMade(await reset.mutateAsync(person.person_id))}
      onClose={() => {}}
      onCancel={onClose}
    >
      {t`You get a link to hand to them, and earlier links stop working. The present password, if there is one, works until they choose a new one.`}
    </Confirm>
  );
}

interface ConfirmProps {
  title: string;
  action: string;
  run: () => Promise<unknown>;
  onClose: () => void;
  onCancel?: () => void;
  harmless?: boolean;
  children: ReactNode;
}

/** One sentence and one button. */
export function Confirm({ title, action, run, onClose, onCancel, harmless, children }: ConfirmProps) {
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState("");

  async function go() {
    setSending(true);
    setProblem("");
    try {
      await run();
      onClose();
    } catch (error) {
      setProblem(problemSentence(error));
    } finally {
      setSending(false);
    }
  }

  return (
    <FormDialog
      title={title}
      action={action}
      danger={!harmless}
      size="md"
      sending={sending}
      problem={problem}
      onClose={onCancel ?? onClose}
      onSubmit={(event) => {
        event?.preventDefault();
        void go();
      }}
    >
      <Text>{children}</Text>
    </FormDialog>
  );
}
