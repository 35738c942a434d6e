import { useLingui } from "@lingui/react/macro";
import { Anchor, Container, Stack, Text, Title } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { CodeForm } from "../features/accounts/CodeForm";
import { PageTitle } from "../ui/PageTitle";

/** Where codes are typed: those from the secretariat's screen sign in at once, those from a card lead to its invitation. */
export function CodePage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <Container size="xs" py="xl">
      <PageTitle title={t`Type your code`} />
      <Stack gap="lg">
        <Title order={1} size="h2">{t`Type your code`}</Title>
        <Text>{t`It is on your card, or on the screen of the secretariat. Capital or small letters, with or without dashes.`}</Text>
        <CodeForm
          onSignedIn={() => void navigate("/", { replace: true })}
          onCard={(code) => void navigate(`/invitation/${code}`)}
        />
        <Text size="sm">
          <Anchor component={Link} to="/sign-in">{t`Sign in with a password instead`}</Anchor>
        </Text>
      </Stack>
    </Container>
  );
}
