import { useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Container, Stack, Text, Title } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "react-router";
import { AcceptForm } from "../features/accounts/AcceptForm";
import { useInvitation } from "../features/accounts/api";
import { isProblem, problemSentence } from "../ui/forms";
import { PageTitle } from "../ui/PageTitle";
import { LoadingState, ProblemState } from "../ui/QueryState";

/** Where invitation links and links for a new password lead. */
export function InvitationPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { token = "" } = useParams();
  const invitation = useInvitation(token);
  const joining = invitation.data?.purpose !== "reset";

  return (
    <Container size="xs" py="xl">
      <PageTitle title={t`Invitation`} />
      <Stack gap="lg">
        <Title order={1} size="h2">
          {joining ? t`Invitation` : t`New password`}
        </Title>
        {invitation.isPending && <LoadingState />}
        {invitation.isError &&
          (isProblem(invitation.error) && [404, 409, 410].includes(invitation.error.status) ? (
            <LinkNoLongerWorks error={invitation.error} />
          ) : (
            <ProblemState
              error={invitation.error}
              onRetry={() => void invitation.refetch()}
              retrying={invitation.isFetching}
            />
          ))}
        {invitation.data && (
          <>
            {joining && invitation.data.group && (
              <Text>{t`You are invited to ${invitation.data.group}. Choose a password to join.`}</Text>
            )}
            {!joining && <Text>{t`Choose a new password for your account. The link works once.`}</Text>}
            <AcceptForm
              token={token}
              invitation={invitation.data}
              onAccepted={() => void navigate("/", { replace: true })}
            />
          </>
        )}
      </Stack>
    </Container>
  );
}

function LinkNoLongerWorks({ error }: { error: { detail?: string | null; title: string } }) {
  const { t } = useLingui();
  return (
    <Alert
      variant="light"
      color="gray"
      role="alert"
      icon={<IconLinkOff aria-hidden />}
      title={t`This link does not work, or no longer`}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{problemSentence(error) || t`A link works once, and only for some days.`}</Text>
        <Text size="sm">{t`For a new link, ask the secretariat of your group.`}</Text>
        <Anchor component={Link} to="/sign-in">{t`Sign in`}</Anchor>
      </Stack>
    </Alert>
  );
}
