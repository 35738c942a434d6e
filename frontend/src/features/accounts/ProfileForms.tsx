import { useLingui } from "@lingui/react/macro";
import { Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { FormProblemAlert } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { useChangeName, useChangePassword } from "./api";
import { passwordFault, repeatFault } from "./password";
import type { Me } from "./types";

/** One's own name, as others and the record of decisions see it from now on. */
export function NameForm({ me }: { me: Me }) {
  const { t } = useLingui();
  const change = useChangeName();
  const [done, setDone] = useState("");
  const form = useForm({
    initialValues: { name: me.name },
    validate: { name: (value) => (value.trim() ? null : t`Please type your name.`) },
    onValuesChange: () => setDone(""),
  });
  const { onSubmit, sending, problem } = useSubmit(form, async ({ name }) => {
    await change.mutateAsync(name.trim());
    setDone(t`Your name was changed.`);
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <TextInput label={t`Name`} autoComplete="name" maxLength={200} dir="auto" {...form.getInputProps("name")} />
        <FormProblemAlert problem={problem} />
        <Group>
          <Button type="submit" loading={sending} variant="default">{t`Change the name`}</Button>
          <Done sentence={done} />
        </Group>
      </Stack>
    </form>
  );
}

/** A new password, given the present one; or the first, of whoever came in with a code. */
export function PasswordForm({ me }: { me: Me }) {
  const { t } = useLingui();
  const change = useChangePassword();
  const [done, setDone] = useState("");
  const form = useForm({
    initialValues: { current: "", new: "", repeat: "" },
    validate: {
      current: (value) => (value || !me.has_password ? null : t`Please type your present password.`),
      new: (value) => passwordFault(value, me.email),
      repeat: (value, values) => repeatFault(value, values.new),
    },
  });
  const { onSubmit, sending, problem } = useSubmit(form, async (values) => {
    setDone("");
    await change.mutateAsync({ current: values.current, new: values.new });
    form.reset();
    setDone(me.has_password ? t`Your password was changed.` : t`Your password is set.`);
  });
  const toggle = { "aria-label": t`Show the password`, tabIndex: 0 };

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <input type="text" autoComplete="username" value={me.email} readOnly hidden />
        {me.has_password ? (
          <PasswordInput
            label={t`Present password`}
            autoComplete="current-password"
            visibilityToggleButtonProps={toggle}
            {...form.getInputProps("current")}
          />
        ) : (
          <Text size="sm">
            {t`You came in with a code and have no password yet. With one you can also sign in on other devices, as ${me.email}.`}
          </Text>
        )}
        <PasswordInput
          label={t`New password`}
          description={t`At least 10 characters.`}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
          {...form.getInputProps("new")}
        />
        <PasswordInput
          label={t`New password once more`}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
          {...form.getInputProps("repeat")}
        />
        <FormProblemAlert problem={problem} />
        <Group>
          <Button type="submit" loading={sending} variant="default">
            {me.has_password ? t`Change the password` : t`Set the password`}
          </Button>
          <Done sentence={done} />
        </Group>
      </Stack>
    </form>
  );
}

function Done({ sentence }: { sentence: string }) {
  return (
    <Text size="sm" role="status">
      {sentence}
    </Text>
  );
}
