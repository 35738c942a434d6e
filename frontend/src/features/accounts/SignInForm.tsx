import { useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormProblemAlert } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { useSignIn } from "./api";

/** E-mail address and password. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useLingui();
  const signIn = useSignIn();
  const form = useForm({
    initialValues: { email: "", password: "" },
    transformValues: ({ email, password }) => ({ email: email.trim(), password }),
    validate: {
      // Whoever has no address signs in with a name that the secretariat gave them.
      email: (value) => (value.trim() ? null : t`Please type your e-mail address.`),
      password: (value) => (value ? null : t`Please type your password.`),
    },
  });
  const { onSubmit, sending, problem } = useSubmit(form, async (values) => {
    await signIn.mutateAsync(values);
    onSignedIn();
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t`E-mail address, or the name on your card`}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          inputMode="email"
          dir="ltr"
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t`Password`}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t`Show the password`, tabIndex: 0 }}
          {...form.getInputProps("password")}
        />
        <FormProblemAlert problem={problem} />
        <Button type="submit" loading={sending}>{t`Sign in`}</Button>
      </Stack>
    </form>
  );
}
