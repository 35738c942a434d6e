import { useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { momentWords } from "../../ui/dates";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence, useSubmit } from "../../ui/forms";
import { QueryState } from "../../ui/QueryState";
import { ShownOnce } from "../../ui/ShownOnce";
import classes from "./accounts.module.css";
import { useMakeToken, useRevokeToken, useTokens } from "./api";

import type { Token } from "./types";

/** Tokens for programs that act with one's own rights. */
export function Tokens() {
  const { t } = useLingui();
  const tokens = useTokens();
  const make = useMakeToken();
  const [secret, setSecret] = useState("");
  const [leaving, setLeaving] = useState<Token | null>(null);
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (value) => (value.trim() ? null : t`Please name the program it is for.`) },
  });
  const { onSubmit, sending, problem } = useSubmit(form, async ({ name }) => {
    const made = await make.mutateAsync(name.trim());
    setSecret(made.token);
    form.reset();
  });

  return (
    <Stack gap="md">
      <QueryState query={tokens} lines={2}>
        {(list) =>
          list.length === 0 ? (
            <Text size="sm" c="dimmed">{t`You have no tokens.`}</Text>
          ) : (
            <ul className={classes.rows}>
              {list.map((token) => (
                <li key={token.id} className={classes.row}>
                  <div>
                    <Text fw={600}>
                      <bdi>{token.name}</bdi>
                    </Text>
                    <Text size="sm" c="dimmed">
                      {token.last_used_at
                        ? t`Last used ${momentWords(token.last_used_at)}`
                        : t`Made ${momentWords(token.created_at)}, never used`}
                    </Text>
                  </div>
                  <Button
                    variant="subtle"
                    color="red"
                    size="sm"
                    aria-label={t`Revoke ${token.name}`}
                    onClick={() => setLeaving(token)}
                  >
                    {t`Revoke`}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
      {secret && <ShownOnce label={t`New token`} value={secret} note={t`Copy it now: it will not be shown again.`} />}
      <form onSubmit={onSubmit} noValidate>
        <Group align="flex-start" gap="sm">
          <TextInput
            label={t`Name of the program`}
            maxLength={100}
            flex="1 1 14rem"
            dir="auto"
            {...form.getInputProps("name")}
          />
          <Button type="submit" variant="default" loading={sending} className={classes.besideField}>
            {t`Make a token`}
          </Button>
        </Group>
        {problem && (
          <Text c="red" size="sm" role="alert" mt="xs">
            {problem}
          </Text>
        )}
      </form>
      {leaving && <RevokeDialog token={leaving} onClose={() => setLeaving(null)} />}
    </Stack>
  );
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useLingui();
  const revoke = useRevokeToken();
  return (
    <FormDialog
      title={t`Revoke ${token.name}?`}
      action={t`Revoke`}
      danger
      size="md"
      sending={revoke.isPending}
      problem={revoke.isError ? problemSentence(revoke.error) : ""}
      onClose={onClose}
      onSubmit={(event) => {
        event?.preventDefault();
        revoke.mutate(token.id, { onSuccess: onClose });
      }}
    >
      <Text>{t`The program that uses it loses its access at once.`}</Text>
    </FormDialog>
  );
}
