import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Container, Text, Title } from "@mantine/core";
import { Link } from "react-router";
import { PageTitle } from "../ui/PageTitle";

export function NotFoundPage() {
  const { t } = useLingui();
  return (
    <Container size="sm" py="xl">
      <PageTitle title={t`Page not found`} />
      <Title order={1} size="h2" mb="sm">
        <Trans>There is nothing at this address</Trans>
      </Title>
      <Text mb="md">
        <Trans>The link may be mistyped, or the page may have moved.</Trans>
      </Text>
      <Anchor component={Link} to="/">
        <Trans>My groups</Trans>
      </Anchor>
    </Container>
  );
}
