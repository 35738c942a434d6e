import { useLingui } from "@lingui/react/macro";
import { Anchor, Container, Divider, Paper, Stack, Text, Title } from "@mantine/core";
import { Link, useLocation, useNavigate } from "react-router";
import { useDemoPeople, useMe } from "../features/accounts/api";
import { DemoPeople } from "../features/accounts/DemoPeople";
import { nextPath } from "../features/accounts/next";
import { SignInForm } from "../features/accounts/SignInForm";
import { PageTitle } from "../ui/PageTitle";
import { LoadingState } from "../ui/QueryState";

export function SignInPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const next = nextPath(useLocation().search);
  const me = useMe();
  const demo = useDemoPeople();
  const people = demo.data?.people ?? [];
  const enter = () => void navigate(next, { replace: true });

  return (
    <Container size={people.length > 0 ? "md" : "xs"} py="xl">
      <PageTitle title={t`Sign in`} />
      <Stack gap="xl">
        <Title order={1} size="h2">{t`Sign in`}</Title>
        {me.data && (
          <Text>
            {t`You are signed in as ${me.data.name}.`}{" "}
            <Anchor component={Link} to={next}>
              {t`Go on`}
            </Anchor>
          </Text>
        )}
        {demo.isPending && <LoadingState />}
        {people.length > 0 && (
          <section aria-labelledby="demonstration">
            <Title order={2} size="h3" id="demonstration" mb="xs">{t`The demonstration group`}</Title>
            <Text mb="md">{t`Choose whom to be. Everything here is made up: try whatever you like.`}</Text>
            <DemoPeople people={people} onSignedIn={enter} />
          </section>
        )}
        {people.length > 0 && <Divider label={t`or with your own account`} />}
        <Paper maw="28rem" w="100%" bg="transparent">
          <SignInForm onSignedIn={enter} />
          <Text size="sm" c="dimmed" mt="md">
            {t`No account, or a forgotten password? The secretariat of your group can send you a link.`}
          </Text>
          <Text size="sm" mt="xs">
            <Anchor component={Link} to="/code">{t`I have a code`}</Anchor>
          </Text>
        </Paper>
      </Stack>
    </Container>
  );
}
