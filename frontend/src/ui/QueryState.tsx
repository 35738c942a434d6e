import { useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconLock, IconSearchOff } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";
import { isProblem, problemSentence } from "./forms";

interface QueryStateProps<Data> {
  query: UseQueryResult<Data>;
  children: (data: Data) => ReactNode;
  /** How many grey lines stand for the content while it loads. */
  lines?: number;
}

/** What a query gave, or its loading and problem states; data once loaded stays shown while it is asked for anew. */
export function QueryState<Data>({ query, children, lines = 4 }: QueryStateProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return <ProblemState error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />;
  }
  return <LoadingState lines={lines} />;
}

export function LoadingState({ lines = 4 }: { lines?: number }) {
  const { t } = useLingui();
  return (
    <Stack role="status" aria-label={t`Loading`} gap="sm" py="md">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity
        <Skeleton key={line} height={20} width={line % 3 === 2 ? "60%" : "100%"} />
      ))}
    </Stack>
  );
}

interface ProblemStateProps {
  error: unknown;
  onRetry?: () => void;
  retrying?: boolean;
}

/** A problem in place of content, with what can be done about it. */
export function ProblemState({ error, onRetry, retrying }: ProblemStateProps) {
  const { t } = useLingui();
  const { pathname, search } = useLocation();
  const status = isProblem(error) ? error.status : 0;

  if (status === 401) {
    return (
      <Alert variant="light" role="alert" icon={<IconLock aria-hidden />} title={t`Please sign in`}>
        <Anchor component={Link} to={`/sign-in?next=${encodeURIComponent(pathname + search)}`}>
          {t`Sign in to see this page`}
        </Anchor>
      </Alert>
    );
  }
  if (status === 403 || status === 404) {
    return (
      <Alert
        variant="light"
        color="gray"
        role="alert"
        icon={status === 403 ? <IconLock aria-hidden /> : <IconSearchOff aria-hidden />}
        title={status === 403 ? t`You may not see this` : t`There is nothing here`}
      >
        <Stack gap="xs" align="flex-start">
          <Text size="sm">
            {status === 403
              ? problemSentence(error)
              : t`It may have been removed, or it is not open to you. Ask the secretariat of the group if you expected it.`}
          </Text>
          <Anchor component={Link} to="/" size="sm">{t`My groups`}</Anchor>
        </Stack>
      </Alert>
    );
  }
  return (
    <Alert
      variant="light"
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={t`This could not be loaded`}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">{isProblem(error) ? problemSentence(error) : t`The server cannot be reached.`}</Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry} loading={retrying}>
            {t`Try again`}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
