import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Container, Text, Title } from "@mantine/core";
import { Link, useParams } from "react-router";
import { type Sitting, useSittings } from "../features/meetings/api";
import { NotReachedList } from "../features/meetings/NotReached";
import classes from "../features/meetings/Sittings.module.css";
import { accessName, sittingName } from "../features/meetings/words";
import { useDocument } from "../sync/document";
import { momentWords } from "../ui/dates";
import { PageTitle } from "../ui/PageTitle";
import { QueryState } from "../ui/QueryState";

/** The sittings held on a document, and what each did not reach. */
export function SittingsPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const document = useDocument(id);
  const sittings = useSittings(id);
  const title = document.data?.title ?? "";
  const codes = new Map(document.data?.categories.map((one) => [one.id, one.code]));

  return (
    <Container size="md" py="xl">
      <PageTitle title={title ? t`Sittings: ${title}` : t`Sittings`} />
      <Anchor component={Link} to={`/documents/${id}`} size="sm">
        {title ? <bdi>{title}</bdi> : <Trans>Back to the document</Trans>}
      </Anchor>
      <Title order={1} size="h2" mt={4} mb="xs">
        <Trans>Sittings</Trans>
      </Title>
      <QueryState query={sittings} lines={4}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed">
              <Trans>No sitting was held on this document yet. One is opened from the top line of the document.</Trans>
            </Text>
          ) : (
            all.map((one) => <OneSitting key={one.id} documentId={id} sitting={one} codes={codes} />)
          )
        }
      </QueryState>
    </Container>
  );
}

function OneSitting({
  documentId,
  sitting,
  codes,
}: {
  documentId: string;
  sitting: Sitting;
  codes: Map<string, string>;
}) {
  const { t } = useLingui();
  const { id, state, access, opened_at, opened_by, closed_at, planned, not_reached } = sitting;
  const over = state === "closed";
  const letters = planned.flatMap((one) => codes.get(one) ?? []).join(", ");
  const count = not_reached.length;
  return (
    <section className={classes.sitting} aria-labelledby={`s-${id}`}>
      <h2 id={`s-${id}`} className={classes.name}>
        {sittingName(sitting)}
        {!over && (
          <span className={classes.going} data-state={state}>
            {state === "suspended" ? t`suspended` : t`going on`}
          </span>
        )}
      </h2>
      <p className={classes.facts}>
        {accessName(access)}
        {" · "}
        <Trans>
          opened by {opened_by} on {momentWords(opened_at)}
        </Trans>
        {closed_at && (
          <>
            {" · "}
            <Trans>closed on {momentWords(closed_at)}</Trans>
          </>
        )}
        {letters && (
          <>
            {" · "}
            <Trans>
              planned: <bdi>{letters}</bdi>
            </Trans>
          </>
        )}
      </p>
      {count === 0 ? (
        <p className={classes.facts}>
          {over ? <Trans>Everything that was planned was discussed.</Trans> : <Trans>Nothing is left.</Trans>}
        </p>
      ) : (
        <details open={!over || undefined}>
          <summary>
            {over ? (
              <Plural value={count} one="# paragraph was not reached" other="# paragraphs were not reached" />
            ) : (
              <Plural value={count} one="# paragraph is left" other="# paragraphs are left" />
            )}
          </summary>
          <NotReachedList documentId={documentId} paragraphs={not_reached} />
        </details>
      )}
    </section>
  );
}
