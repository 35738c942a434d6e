import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Container, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useMe } from "../features/accounts/api";
import { NameForm, PasswordForm } from "../features/accounts/ProfileForms";
import { Tokens } from "../features/accounts/Tokens";
import type { Me } from "../features/accounts/types";
import { useSignOut } from "../features/accounts/useSignOut";
import { FormProblemAlert } from "../ui/FormDialog";
import { PageTitle } from "../ui/PageTitle";
import { ProblemState, QueryState } from "../ui/QueryState";

const signedOut = { status: 401, title: "" };

export function AccountPage() {
  const { t } = useLingui();
  const me = useMe();
  return (
    <Container size="sm" py="xl">
      <PageTitle title={t`Account`} />
      <Title order={1} size="h2" mb="xl">{t`Account`}</Title>
      <QueryState query={me}>
        {(person) => (person ? <Account me={person} /> : <ProblemState error={signedOut} />)}
      </QueryState>
    </Container>
  );
}

function Account({ me }: { me: Me }) {
  const { t } = useLingui();
  const [tokens, setTokens] = useState(false);
  const { signOut, sending, problem, dialog } = useSignOut();
  return (
    <Stack gap={48}>
      <Section id="person" title={t`You`}>
        <Text>{t`You sign in as ${me.email}.`}</Text>
        {me.demo ? (
          <Text c="dimmed">{t`The people of the demonstration keep their names and have no passwords.`}</Text>
        ) : (
          <NameForm me={me} />
        )}
      </Section>
      {!me.demo && (
        <Section id="password" title={t`Password`}>
          <PasswordForm me={me} />
        </Section>
      )}
      <Section id="signing-out" title={t`Signing out`}>
        <Text>{t`Signing out everywhere ends your access in every browser you have used, this one included.`}</Text>
        <FormProblemAlert problem={problem} />
        <Checkbox
          label={t`When signing out everywhere, revoke my tokens too`}
          checked={tokens}
          onChange={(event) => setTokens(event.currentTarget.checked)}
        />
        <Group gap="sm">
          <Button variant="default" loading={sending} onClick={() => void signOut()}>{t`Sign out`}</Button>
          <Button
            variant="default"
            loading={sending}
            onClick={() => void signOut({ everywhere: true, tokens })}
          >{t`Sign out everywhere`}</Button>
        </Group>
      </Section>
      <Section id="tokens" title={t`Tokens for programs`}>
        <Text>{t`A program that holds a token acts with your rights until you revoke it.`}</Text>
        <Tokens />
      </Section>
      {dialog}
    </Stack>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <Stack gap="md">
        <Title order={2} size="h3" id={id}>
          {title}
        </Title>
        {children}
      </Stack>
    </section>
  );
}
