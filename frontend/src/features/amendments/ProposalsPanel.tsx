import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Menu } from "@mantine/core";
import { IconChevronDown, IconList } from "@tabler/icons-react";
import { useMemo } from "react";
import { Link } from "react-router";
import { useDocumentMe } from "../../sync/document";
import type { PanelProps } from "../paragraphs/panel";
import { placeOf } from "../paragraphs/place";
import { rightsFor } from "../paragraphs/rights";
import { useDesk, usePart } from "./DeskProvider";
import { reshown } from "./edits";
import { NONE } from "./grouping";
import { collidingWith, laidOver } from "./overlay";
import { ProposalCard } from "./ProposalCard";
import classes from "./Proposals.module.css";
import type { Proposal } from "./types";
import { useLiveWords } from "./useLiveWords";
import { proposerWord } from "./words";

/** Everything proposed on one paragraph, with who stands behind it, why, and what became of it. */
export function ProposalsPanel({ state, paragraph, runs, way, actions }: PanelProps) {
  const { t } = useLingui();
  const desk = useDesk();
  const { data: me } = useDocumentMe(state.id);
  const beside = usePart(desk.grouped, (grouped) => grouped.beside.get(paragraph.id)) ?? NONE;
  const { tabled, additions, drafts, past } = beside;
  const open = useMemo(() => [...tabled, ...additions], [tabled, additions]);
  const { ref, live } = useLiveWords(open);
  const pieces = useMemo(() => {
    const words = (one: Proposal) =>
      one.kind === "deletion" ? [] : reshown(one.base_runs, live.get(one.id) ?? one.runs, runs).runs;
    return laidOver(
      runs,
      tabled.map((one) => ({ id: one.id, name: proposerWord(one), runs: words(one) })),
    );
  }, [runs, tabled, live]);
  const rights = rightsFor(paragraph, way, me ?? null);
  const place = placeOf(paragraph);
  const collidesOf = (proposal: Proposal) =>
    collidingWith(proposal.id, pieces).flatMap((id) => tabled.find((one) => one.id === id) ?? []);

  return (
    <div className={classes.panel} ref={ref}>
      <Group gap={6} mb="sm">
        {rights.propose && (
          <Menu position="bottom-start" shadow="md">
            <Menu.Target>
              <Button size="compact-sm" rightSection={<IconChevronDown size={14} aria-hidden />}>
                <Trans>Propose</Trans>
              </Button>
            </Menu.Target>
            <Menu.Dropdown aria-label={t`Propose on ${place}`}>
              <Menu.Item onClick={() => actions.propose(paragraph, "change")}>{t`A change`}</Menu.Item>
              <Menu.Item
                onClick={() => actions.propose(paragraph, "addition")}
              >{t`A new paragraph after it`}</Menu.Item>
              <Menu.Item onClick={() => actions.propose(paragraph, "deletion")}>{t`That it be deleted`}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
        <Button
          component={Link}
          to={`/documents/${state.id}/proposals`}
          size="compact-sm"
          variant="subtle"
          leftSection={<IconList size={14} aria-hidden />}
        >
          <Trans>All proposals</Trans>
        </Button>
      </Group>
      {open.length + drafts.length + past.length === 0 && (
        <p className={classes.note}>
          <Trans>Nothing is proposed on this paragraph.</Trans>
        </p>
      )}
      {open.map((proposal, index) => (
        <ProposalCard
          key={proposal.id}
          {...{ proposal, paragraph, actions }}
          present={runs}
          now={live.get(proposal.id)}
          nth={index + 1}
          collides={collidesOf(proposal)}
          detailed
          apart
        />
      ))}
      {drafts.length > 0 && (
        <h3 className={classes.label}>
          <Plural value={drafts.length} one="Your draft" other="Your drafts" />
        </h3>
      )}
      {drafts.map((proposal) => (
        <ProposalCard key={proposal.id} {...{ proposal, paragraph, actions }} present={runs} detailed apart />
      ))}
      {past.length > 0 && (
        <h3 className={classes.label}>
          <Trans>What became of others</Trans>
        </h3>
      )}
      {past.map((proposal) => (
        <ProposalCard key={proposal.id} {...{ proposal, paragraph, actions }} present={runs} detailed apart />
      ))}
    </div>
  );
}
