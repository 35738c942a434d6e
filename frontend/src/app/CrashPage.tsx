import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Container, Group, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { useRouteError } from "react-router";
import { PageTitle } from "../ui/PageTitle";

/** In place of a page that failed while being shown. What was typed is in the journal, and comes back with a reload. */
export function CrashPage() {
  const { t } = useLingui();
  const error = useRouteError();

  useEffect(() => console.error(error), [error]);

  return (
    <Container component="main" size="sm" py="xl">
      <PageTitle title={t`Something went wrong`} />
      <Title order={1} size="h2" mb="sm">
        <Trans>This page could not be shown</Trans>
      </Title>
      <Text mb="md">
        <Trans>
          What you typed is kept on this device and comes back when the page is loaded again. If this happens again,
          please tell the secretariat.
        </Trans>
      </Text>
      <Group>
        <Button onClick={() => window.location.reload()}>
          <Trans>Load the page again</Trans>
        </Button>
        <Button variant="default" component="a" href="/">
          <Trans>My groups</Trans>
        </Button>
      </Group>
    </Container>
  );
}
