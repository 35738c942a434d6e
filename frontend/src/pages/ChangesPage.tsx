import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Anchor, Container, NativeSelect, Switch, Text, TextInput, Title } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { lastVisit } from "../features/documents/visits";
import { useChanges } from "../features/history/api";
import classes from "../features/history/Changes.module.css";
import { ChangesList } from "../features/history/ChangesList";
import { dayOf, sinceOf } from "../features/history/since";
import { useSittings } from "../features/meetings/api";
import { sittingName } from "../features/meetings/words";
import { useRevisions } from "../features/revisions/api";
import { revisionTitle } from "../features/revisions/words";
import { useDocument } from "../sync/document";
import { momentWords, today } from "../ui/dates";
import { PageTitle } from "../ui/PageTitle";
import { LoadingState, ProblemState } from "../ui/QueryState";
import { useSteps } from "../ui/useSteps";

/** What changed in a document since the reader was last here, the meeting began, a sitting, a revision or a day. */
export function ChangesPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const document = useDocument(id);
  const revisions = useRevisions(id);
  const sittings = useSittings(id);
  const [visit] = useState(() => lastVisit(id));
  const [whole, setWhole] = useState(false);
  const state = document.data;
  const title = state?.title ?? "";

  const options = [
    ...(visit ? [{ value: "visit", label: t`my last visit, ${momentWords(visit)}` }] : []),
    ...(state?.meeting ? [{ value: "meeting", label: t`meeting ${state.meeting.number} began` }] : []),
    ...(sittings.data ?? []).map((one) => ({
      value: `sitting.${one.id}`,
      label: t`${sittingName(one)} began, ${momentWords(one.opened_at)}`,
    })),
    ...(revisions.data ?? [])
      .filter((one) => one.may_read)
      .map((one) => ({ value: `rev.${one.number}`, label: revisionTitle(one) })),
    { value: "day", label: t`a day` },
  ];
  const known = state !== undefined && !sittings.isPending && !revisions.isPending;
  const asked = search.get("since") ?? (known ? (options[0]?.value ?? "day") : "");
  const choice = asked === "day" ? `day.${today()}` : asked;
  const day = dayOf(choice);
  const since = sinceOf(choice, { visit, sittings: sittings.data ?? [] });
  const changes = useChanges(id, since);
  const paragraphs = changes.data?.paragraphs;
  const ids = useMemo(() => paragraphs?.map((one) => one.paragraph) ?? [], [paragraphs]);
  const { at, step } = useSteps(ids);

  function choose(value: string) {
    setSearch({ since: value === "day" ? `day.${today()}` : value }, { replace: true });
  }

  return (
    <Container size="xl" py="xl">
      <PageTitle title={title ? t`What changed: ${title}` : t`What changed`} />
      <Anchor component={Link} to={`/documents/${id}`} size="sm">
        {title ? <bdi>{title}</bdi> : <Trans>Back to the document</Trans>}
      </Anchor>
      <Title order={1} size="h2" mt={4} mb="xs">
        <Trans>What changed</Trans>
      </Title>
      <div className={classes.bar}>
        <NativeSelect
          className={classes.choice}
          label={t`Since`}
          value={day ? "day" : choice}
          data={options}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        {day && (
          <TextInput
            type="date"
            label={t`Day`}
            value={day}
            max={today()}
            onChange={(event) => event.currentTarget.value && choose(`day.${event.currentTarget.value}`)}
          />
        )}
        <div className={classes.steps}>
          <Switch label={t`Whole words`} checked={whole} onChange={(event) => setWhole(event.currentTarget.checked)} />
          {ids.length > 0 && (
            <>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={t`Previous change`}
                title={t`Previous change (P)`}
                onClick={() => step(-1)}
              >
                <IconChevronUp size={18} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={t`Next change`}
                title={t`Next change (N)`}
                onClick={() => step(1)}
              >
                <IconChevronDown size={18} aria-hidden />
              </ActionIcon>
            </>
          )}
          {changes.data && (
            <Text size="sm" c="dimmed" role="status">
              {at === null ? (
                <Plural value={ids.length} one="# paragraph" other="# paragraphs" />
              ) : (
                t`${at + 1} of ${ids.length}`
              )}
            </Text>
          )}
        </div>
      </div>
      {document.isError && !state ? (
        <ProblemState error={document.error} onRetry={() => void document.refetch()} />
      ) : changes.isError ? (
        <ProblemState error={changes.error} onRetry={() => void changes.refetch()} />
      ) : !changes.data ? (
        <LoadingState lines={10} />
      ) : (
        <>
          <Text size="sm" c="dimmed">
            <Trans>
              From {momentWords(changes.data.since)} to {momentWords(changes.data.at)}
            </Trans>
          </Text>
          {changes.data.paragraphs.length === 0 ? (
            <Text mt="md">
              <Trans>Nothing has changed since then.</Trans>
            </Text>
          ) : (
            <ChangesList documentId={id} changes={changes.data} whole={whole} />
          )}
        </>
      )}
    </Container>
  );
}
