import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconChevronRight, IconFilePencil, IconLayoutSidebarRight, IconStack2 } from "@tabler/icons-react";
import { useId, useMemo } from "react";
import type { BesideProps } from "../paragraphs/ParagraphRow";
import { placeOf } from "../paragraphs/place";
import { Awaiting } from "./Awaiting";
import { useDesk, usePart } from "./DeskProvider";
import { draftsOf } from "./desk";
import { reshown } from "./edits";
import type { Beside } from "./grouping";
import { LazyPreviewCard } from "./lazily";
import { collidingWith, laidOver } from "./overlay";
import { ProposalCard } from "./ProposalCard";
import classes from "./Proposals.module.css";
import { Together } from "./Together";
import { useLiveWords } from "./useLiveWords";
import { foldedWords, proposerWord } from "./words";

interface FoldedProps extends BesideProps {
  beside: Beside;
}

/** The proposals on one paragraph: in one line until somebody unfolds them; additions stand where they would be. */
export function Folded({ beside, ...props }: FoldedProps) {
  const { paragraph, runs, actions } = props;
  const { t } = useLingui();
  const desk = useDesk();
  const { id } = paragraph;
  const drafts = draftsOf(id);
  const unfolded = usePart(desk.unfolded, (set) => set.has(id));
  const draftsUnfolded = usePart(desk.unfolded, (set) => set.has(drafts));
  const together = usePart(desk.together, (set) => set.has(id));
  const looking = usePart(desk.looking, (look) => (look?.paragraph === id ? look.proposal : null));
  const list = useId();
  const { tabled, additions, awaiting } = beside;
  const place = placeOf(paragraph);
  const looked = looking === null ? undefined : desk.find(looking);
  if (tabled.length + additions.length + beside.drafts.length + awaiting.length === 0) return null;

  return (
    <div className={classes.beside}>
      {looked && <LazyPreviewCard key={looked.id} proposal={looked} paragraph={paragraph} runs={runs} />}
      <div className={classes.line}>
        {tabled.length > 0 && (
          <button
            type="button"
            className={classes.fold}
            aria-expanded={unfolded}
            aria-controls={unfolded ? list : undefined}
            onClick={() => desk.unfold(id, !unfolded)}
          >
            <IconChevronRight size={15} className={classes.chevron} aria-hidden />
            <bdi>{foldedWords(tabled)}</bdi>
          </button>
        )}
        {beside.drafts.length > 0 && (
          <button
            type="button"
            className={classes.fold}
            data-draft=""
            aria-expanded={draftsUnfolded}
            onClick={() => desk.unfold(drafts, !draftsUnfolded)}
          >
            <IconFilePencil size={15} aria-hidden />
            <Plural value={beside.drafts.length} one="Your draft" other="Your # drafts" />
            {beside.drafts.some((one) => one.returned_note) && (
              <span className={classes.back}>
                <Trans>sent back</Trans>
              </span>
            )}
          </button>
        )}
        {unfolded && tabled.length > 1 && (
          <button
            type="button"
            className={classes.fold}
            aria-pressed={together}
            onClick={() => desk.layTogether(id, !together)}
          >
            <IconStack2 size={15} aria-hidden />
            <Trans>Show together</Trans>
          </button>
        )}
        {(unfolded || draftsUnfolded) && (
          <button type="button" className={classes.fold} onClick={() => actions.panel(paragraph, "proposals")}>
            <IconLayoutSidebarRight size={15} className={classes.directed} aria-hidden />
            <Trans>Details</Trans>
          </button>
        )}
      </div>
      {unfolded && tabled.length > 0 && (
        <section id={list} className={classes.cards} aria-label={t`Proposals on ${place}`}>
          <Unfolded {...props} beside={beside} together={together && tabled.length > 1} />
        </section>
      )}
      {additions.map((proposal, index) => (
        <ProposalCard
          key={proposal.id}
          proposal={proposal}
          paragraph={paragraph}
          present={runs}
          nth={tabled.length + index + 1}
          actions={actions}
        />
      ))}
      {draftsUnfolded &&
        beside.drafts.map((proposal) => (
          <ProposalCard key={proposal.id} proposal={proposal} paragraph={paragraph} present={runs} actions={actions} />
        ))}
      {awaiting.map((proposal) => (
        <Awaiting key={proposal.id} proposal={proposal} place={place} />
      ))}
    </div>
  );
}

/** Each as a difference to the words as they are now, or all laid over them at once. */
function Unfolded({ beside, together, paragraph, runs, actions }: FoldedProps & { together: boolean }) {
  const { tabled } = beside;
  const { ref, live } = useLiveWords(tabled);
  const laid = useMemo(
    () =>
      tabled.map((proposal) => ({
        id: proposal.id,
        name: proposerWord(proposal),
        runs:
          proposal.kind === "deletion"
            ? []
            : reshown(proposal.base_runs, live.get(proposal.id) ?? proposal.runs, runs).runs,
      })),
    [tabled, live, runs],
  );
  const pieces = useMemo(() => laidOver(runs, laid), [runs, laid]);
  return (
    <div ref={ref} className={classes.cards}>
      {together && <Together pieces={pieces} />}
      {tabled.map((proposal, index) => (
        <ProposalCard
          key={proposal.id}
          proposal={proposal}
          paragraph={paragraph}
          present={runs}
          now={live.get(proposal.id)}
          nth={index + 1}
          collides={collidingWith(proposal.id, pieces).flatMap((id) => tabled.find((one) => one.id === id) ?? [])}
          brief={together}
          actions={actions}
        />
      ))}
    </div>
  );
}
