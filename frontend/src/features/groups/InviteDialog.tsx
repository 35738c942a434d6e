import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { isEmail, useForm } from "@mantine/form";
import { useState } from "react";
import { Dialog } from "../../ui/Dialog";
import { momentWords } from "../../ui/dates";
import { FormDialog } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { ShownOnce } from "../../ui/ShownOnce";
import { useInvite } from "./api";
import { SeatFields, type SeatValues, toSeat } from "./SeatFields";
import type { GroupRead, InvitationMade, OfficeKind } from "./types";
import { OFFICES, wordFor } from "./words";

interface InviteValues extends SeatValues {
  name: string;
  email: string;
  offices: OfficeKind[];
  [more: string]: unknown;
}

/** Invites somebody: a form, then the link, which is shown this once. */
export function InviteDialog({ group, onClose }: { group: GroupRead; onClose: () => void }) {
  const { t } = useLingui();
  const invite = useInvite(group.id);
  const [made, setMade] = useState<InvitationMade | null>(null);
  const form = useForm<InviteValues>({
    initialValues: { name: "", email: "", seat: "member", delegation: null, may_act: "act", offices: [] },
    validate: {
      name: (value) => (value.trim() ? null : t`Please type the name.`),
      email: (value) => isEmail(t`Please type an e-mail address.`)(value.trim()),
      offices: (value, { seat }) => (seat === "none" && value.length === 0 ? t`A seat, an office, or both.` : null),
    },
  });
  const submit = useSubmit(form, async (values) => {
    const invitation = await invite.mutateAsync({
      name: values.name.trim(),
      email: values.email.trim(),
      ...toSeat(values),
      offices: values.offices,
    });
    setMade(invitation);
    form.reset();
  });

  if (made) {
    return (
      <LinkDialog
        title={made.link ? t`${made.name} is invited` : t`${made.name} is in the group`}
        invitation={made}
        onClose={onClose}
        another={() => setMade(null)}
      />
    );
  }
  return (
    <FormDialog title={t`Invite somebody`} action={t`Make the invitation link`} onClose={onClose} {...submit}>
      <TextInput label={t`Name`} maxLength={200} dir="auto" data-autofocus {...form.getInputProps("name")} />
      <TextInput
        label={t`E-mail address`}
        description={t`They sign in with it. You hand over the link, or send it by mail afterwards from the list of people.`}
        type="email"
        maxLength={254}
        dir="ltr"
        {...form.getInputProps("email")}
      />
      <SeatFields group={group} form={form} seatless />
      <Checkbox.Group
        label={t`Offices, from today`}
        description={t`Apart from the seat; most people have none.`}
        {...form.getInputProps("offices")}
      >
        <Group gap="lg" mt={6}>
          {OFFICES.map((office) => (
            <Checkbox key={office} value={office} label={wordFor(office)} />
          ))}
        </Group>
      </Checkbox.Group>
    </FormDialog>
  );
}

interface LinkDialogProps {
  title: string;
  invitation: InvitationMade;
  onClose: () => void;
  /** Offered beside Done: begins the next one. */
  another?: () => void;
}

/** The link that was made; the server keeps no copy that could be shown again. */
export function LinkDialog({ title, invitation, onClose, another }: LinkDialogProps) {
  const { t } = useLingui();
  const until = invitation.expires_at ? momentWords(invitation.expires_at) : "";
  return (
    <Dialog title={title} onClose={onClose}>
      <Stack gap="md">
        {invitation.note && <Text>{invitation.note}</Text>}
        {invitation.link && (
          <>
            <Text>{t`Hand this link to ${invitation.name} and to nobody else: whoever opens it first chooses the password.`}</Text>
            <ShownOnce
              label={t`Link`}
              value={invitation.link}
              note={t`Copy it now: it will not be shown again. It works once, until ${until}.`}
            />
          </>
        )}
        <Group justify="flex-end" gap="sm">
          {another && <Button variant="default" onClick={another}>{t`Invite another`}</Button>}
          <Button onClick={onClose}>{t`Done`}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
