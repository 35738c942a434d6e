import { useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormProblemAlert } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { useAcceptInvitation } from "./api";
import { passwordFault, repeatFault } from "./password";
import type { InvitationRead } from "./types";

interface AcceptFormProps {
  token: string;
  invitation: InvitationRead;
  onAccepted: () => void;
}

/** Joins with a name and a new password, or sets the password anew; the link is used up by it. */
export function AcceptForm({ token, invitation, onAccepted }: AcceptFormProps) {
  const { t } = useLingui();
  const accept = useAcceptInvitation(token);
  const joining = invitation.purpose === "join";
  const form = useForm({
    initialValues: { name: invitation.name, password: "", repeat: "" },
    validate: {
      name: (value) => (!joining || value.trim() ? null : t`Please type your name.`),
      password: (value) => passwordFault(value, invitation.email),
      repeat: (value, { password }) => repeatFault(value, password),
    },
  });
  const { onSubmit, sending, problem } = useSubmit(form, async ({ name, password }) => {
    await accept.mutateAsync(joining ? { name: name.trim(), password } : { password });
    onAccepted();
  });
  const toggle = { "aria-label": t`Show the password`, tabIndex: 0 };

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <TextInput
          label={invitation.email.includes("@") ? t`E-mail address` : t`Your name to sign in`}
          description={
            invitation.email.includes("@")
              ? t`You sign in with this address.`
              : t`You sign in with this name: it stands in the place of an e-mail address.`
          }
          value={invitation.email}
          readOnly
          autoComplete="username"
          dir="ltr"
        />
        {joining && (
          <TextInput
            label={t`Your name`}
            autoComplete="name"
            maxLength={200}
            dir="auto"
            {...form.getInputProps("name")}
          />
        )}
        <PasswordInput
          label={t`New password`}
          description={t`At least 10 characters.`}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
          {...form.getInputProps("password")}
        />
        <PasswordInput
          label={t`New password once more`}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
          {...form.getInputProps("repeat")}
        />
        <FormProblemAlert problem={problem} />
        <Button type="submit" loading={sending}>
          {joining ? t`Join and sign in` : t`Set the password and sign in`}
        </Button>
      </Stack>
    </form>
  );
}
