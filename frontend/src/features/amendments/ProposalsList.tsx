import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Anchor, Button } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { DocumentMe, PageState, Paragraph } from "../../api/types";
import { announce } from "../../ui/announce";
import { placeOf } from "../paragraphs/place";
import { useDesk, usePart } from "./DeskProvider";
import { ALL_PROPOSALS, filtersOf, listed, searchOf, whoOf } from "./filters";
import { ListFilters } from "./ListFilters";
import { beginningOf } from "./nowhere";
import { ProposalCard } from "./ProposalCard";
import classes from "./ProposalsList.module.css";
import type { Proposal } from "./types";
import { titleOf } from "./words";

/** All proposals of a document, in the order of its text. */
export function ProposalsList({ state, me }: { state: PageState; me: DocumentMe | null }) {
  const { t } = useLingui();
  const desk = useDesk();
  const all = usePart(desk.grouped, (grouped) => grouped.all);
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersOf(search), [search]);
  const paragraphs = useMemo(() => new Map(state.paragraphs.map((one) => [one.id, one])), [state.paragraphs]);
  const places = useMemo(() => placesOf(state), [state]);
  const shown = useMemo(() => listed(all, filters, places), [all, filters, places]);
  const who = useMemo(() => whoOf(all), [all]);
  const ids = useMemo(() => shown.map((one) => one.id), [shown]);
  const { at, step } = useSteps(ids);
  const filtering = searchOf(filters).size > 0;

  return (
    <>
      <div className={classes.bar}>
        <ListFilters
          filters={filters}
          onFilters={(next) => setSearch(searchOf(next), { replace: true })}
          categories={state.categories}
          who={who}
          mine={me !== null}
        />
        <div className={classes.steps}>
          <ActionIcon
            variant="default"
            size="lg"
            disabled={shown.length === 0}
            aria-label={t`Previous proposal`}
            title={t`Previous proposal (P)`}
            onClick={() => step(-1)}
          >
            <IconChevronUp size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            disabled={shown.length === 0}
            aria-label={t`Next proposal`}
            title={t`Next proposal (N)`}
            onClick={() => step(1)}
          >
            <IconChevronDown size={18} aria-hidden />
          </ActionIcon>
          <span role="status" className={classes.count}>
            {at === null ? (
              filtering ? (
                t`${shown.length} of ${all.length} shown`
              ) : (
                <Plural value={shown.length} one="# proposal" other="# proposals" />
              )
            ) : (
              t`${at + 1} of ${shown.length}`
            )}
          </span>
        </div>
      </div>
      {shown.length === 0 &&
        (filtering ? (
          <div className={classes.none}>
            <p>
              <Trans>No proposal is like this.</Trans>
            </p>
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => setSearch(searchOf(ALL_PROPOSALS), { replace: true })}
            >
              <Trans>Show all</Trans>
            </Button>
          </div>
        ) : (
          <p className={classes.none}>
            <Trans>
              Nothing has been proposed yet. Proposals are made in the text: at a paragraph, press Enter or choose
              Propose.
            </Trans>
          </p>
        ))}
      <ol className={classes.list}>
        {shown.map((proposal) => (
          <Item
            key={proposal.id}
            documentId={state.id}
            proposal={proposal}
            paragraph={proposal.paragraph ? paragraphs.get(proposal.paragraph) : undefined}
            code={state.categories.find((one) => one.id === proposal.category)?.code ?? ""}
          />
        ))}
      </ol>
    </>
  );
}

interface ItemProps {
  documentId: string;
  proposal: Proposal;
  paragraph: Paragraph | undefined;
  code: string;
}

const Item = memo(function Item({ documentId, proposal, paragraph, code }: ItemProps) {
  const at = paragraph ?? beginningOf({ id: proposal.category, code });
  const place = placeOf(at);
  const hash = paragraph ? `#p-${paragraph.id}` : `#c-${proposal.category}`;
  return (
    <li
      id={`proposal-${proposal.id}`}
      tabIndex={-1}
      className={classes.item}
      aria-label={`${titleOf(proposal)}, ${place}`}
    >
      <Anchor component={Link} to={`/documents/${documentId}${hash}`} className={classes.place}>
        <bdi>{place}</bdi>
      </Anchor>
      <ProposalCard proposal={proposal} paragraph={at} present={at.runs} detailed apart deferred actions={null} />
    </li>
  );
});

/** Where each paragraph and each category's beginning stands in the text. */
function placesOf(state: PageState): Map<string, number> {
  const places = new Map<string, number>();
  state.categories.forEach((category, index) => {
    places.set(category.id, index * 1_000_000);
  });
  state.paragraphs.forEach((paragraph, index) => {
    places.set(paragraph.id, (places.get(paragraph.category) ?? 0) + 1 + index);
  });
  return places;
}

/** From proposal to proposal, by buttons and by the keys N and P. */
function useSteps(ids: string[]) {
  const { t } = useLingui();
  const [at, setAt] = useState<number | null>(null);
  const now = useRef({ ids, at, t });
  now.current = { ids, at, t };
  const key = ids.join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins from its start
  useEffect(() => setAt(null), [key]);

  const [step] = useState(() => (by: 1 | -1) => {
    const { ids: all, at: before, t: say } = now.current;
    if (all.length === 0) return;
    const next = before === null ? (by === 1 ? 0 : all.length - 1) : (before + by + all.length) % all.length;
    setAt(next);
    const row = document.getElementById(`proposal-${all[next]}`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "center" });
    requestAnimationFrame(() => row?.scrollIntoView({ block: "center" }));
    announce(say`${next + 1} of ${all.length}`);
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest("input, select, textarea, [contenteditable], [role='dialog'], [role='menu']")) return;
      if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
      if (event.code === "KeyN") step(1);
      else if (event.code === "KeyP") step(-1);
      else if (event.key === "Enter" && target?.id.startsWith("proposal-")) target.querySelector("a")?.click();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [step]);

  return { at, step };
}
