import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Anchor, Container, NativeSelect, Switch, Text, Title } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { useComparison, useRevisions, type Which } from "../features/revisions/api";
import { ComparedList, ComparisonCounts, hasChanged } from "../features/revisions/Comparing";
import classes from "../features/revisions/Comparing.module.css";
import { SideBySide } from "../features/revisions/SideBySide";
import { revisionTitle } from "../features/revisions/words";
import { useDocument } from "../sync/document";
import { PageTitle } from "../ui/PageTitle";
import { LoadingState, ProblemState } from "../ui/QueryState";
import { useSteps } from "../ui/useSteps";

/** Two revisions, or one and the document as it is now, by words. */
export function ComparePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const revisions = useRevisions(id);
  const document = useDocument(id);
  const live = !document.isError;
  const readable = revisions.data?.filter((one) => one.may_read) ?? [];
  const from = whichOf(search.get("from")) ?? readable.at(0)?.number ?? null;
  const to = whichOf(search.get("to")) ?? "now";
  const comparison = useComparison(id, from, to);
  const [all, setAll] = useState(false);
  const beside = search.get("view") === "side";
  const shown = useMemo(
    () => (all ? comparison.data?.paragraphs : comparison.data?.paragraphs.filter(hasChanged)) ?? [],
    [all, comparison.data],
  );
  const changes = useMemo(() => shown.filter(hasChanged).map((one) => one.id), [shown]);
  const { at, step } = useSteps(changes);
  const title = document.data?.title ?? "";
  const options = readable.map((one) => ({ value: String(one.number), label: revisionTitle(one) }));
  const now = { value: "now", label: t`The document now` };

  function choose(side: "from" | "to", value: string) {
    const rest: Record<string, string> = beside ? { view: "side" } : {};
    setSearch({ from: String(from ?? ""), to: String(to), ...rest, [side]: value }, { replace: true });
  }

  function setBeside(on: boolean) {
    const next = new URLSearchParams(search);
    if (on) next.set("view", "side");
    else next.delete("view");
    setSearch(next, { replace: true });
  }

  function nameOf(which: Which | null): string {
    return which === "now" ? now.label : (options.find((one) => one.value === String(which))?.label ?? "");
  }

  return (
    <Container size="xl" py="xl">
      <PageTitle title={title ? t`What changed: ${title}` : t`What changed`} />
      <Anchor component={Link} to={`/documents/${id}/revisions`} size="sm">
        <Trans>Revisions</Trans>
        {title && (
          <>
            {" · "}
            <bdi>{title}</bdi>
          </>
        )}
      </Anchor>
      <Title order={1} size="h2" mt={4} mb="xs">
        <Trans>What changed</Trans>
      </Title>
      {revisions.isError ? (
        <ProblemState error={revisions.error} onRetry={() => void revisions.refetch()} />
      ) : revisions.isSuccess && readable.length === 0 ? (
        <Text c="dimmed">
          <Trans>There is no revision to compare with yet.</Trans>
        </Text>
      ) : (
        <>
          <div className={classes.bar}>
            <div className={classes.sides}>
              <NativeSelect
                label={t`From`}
                value={String(from ?? "")}
                data={options}
                onChange={(event) => choose("from", event.currentTarget.value)}
              />
              <NativeSelect
                label={t`To`}
                value={String(to)}
                data={live ? [now, ...options] : options}
                onChange={(event) => choose("to", event.currentTarget.value)}
              />
            </div>
            <div className={classes.steps}>
              <Switch
                label={t`Side by side`}
                checked={beside}
                onChange={(event) => setBeside(event.currentTarget.checked)}
              />
              <Switch
                label={t`All paragraphs`}
                checked={all}
                onChange={(event) => setAll(event.currentTarget.checked)}
              />
              {changes.length > 0 && (
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
                  <Text size="sm" c="dimmed" role="status">
                    {at === null ? (
                      <Plural value={changes.length} one="# change" other="# changes" />
                    ) : (
                      t`${at + 1} of ${changes.length}`
                    )}
                  </Text>
                </>
              )}
            </div>
          </div>
          {comparison.data ? (
            <>
              <ComparisonCounts comparison={comparison.data} />
              {beside ? (
                <SideBySide paragraphs={shown} before={nameOf(from)} after={nameOf(to)} />
              ) : (
                <ComparedList paragraphs={shown} all={all} />
              )}
            </>
          ) : comparison.isError ? (
            <ProblemState error={comparison.error} onRetry={() => void comparison.refetch()} />
          ) : (
            <LoadingState lines={10} />
          )}
        </>
      )}
    </Container>
  );
}

function whichOf(value: string | null): Which | null {
  if (value === "now") return "now";
  return value && /^[1-9][0-9]*$/.test(value) ? Number(value) : null;
}
