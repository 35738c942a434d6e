import { useLingui } from "@lingui/react/macro";
import { Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, useState } from "react";
import { FormProblemAlert } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { useUseCode } from "./api";
import { readCode, spacedCode } from "./code";

interface CodeFormProps {
  onSignedIn: () => void;
  /** A card's code leads to its invitation. */
  onCard: (code: string) => void;
}

/** One field for a code. A scanned square brings the code behind the address's sign #, where no server sees it. */
export function CodeForm({ onSignedIn, onCard }: CodeFormProps) {
  const { t } = useLingui();
  const useCode = useUseCode();
  const [scanned] = useState(() => spacedCode(decodeURIComponent(window.location.hash.slice(1))));
  const form = useForm({
    mode: "controlled",
    initialValues: { code: scanned },
    validate: { code: (value) => (readCode(value) ? null : t`A code has 8 or 12 letters.`) },
  });
  const { onSubmit, sending, problem } = useSubmit(form, async ({ code }) => {
    const read = readCode(code);
    if (read?.from === "card") return onCard(read.code);
    await useCode.mutateAsync(code);
    onSignedIn();
  });

  useEffect(() => {
    // The code need not stand in the address, nor in the browser's history.
    if (scanned) window.history.replaceState(window.history.state, "", window.location.pathname);
  }, [scanned]);

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t`Code`}
          size="lg"
          dir="ltr"
          autoCapitalize="characters"
          autoComplete="one-time-code"
          autoCorrect="off"
          spellCheck={false}
          translate="no"
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", letterSpacing: "0.06em" } }}
          {...form.getInputProps("code")}
          onChange={(event) => form.setFieldValue("code", spacedCode(event.currentTarget.value))}
        />
        <FormProblemAlert problem={problem} />
        <Button type="submit" size="md" loading={sending}>
          {readCode(form.values.code)?.from === "card" ? t`Go on` : t`Sign in`}
        </Button>
      </Stack>
    </form>
  );
}
