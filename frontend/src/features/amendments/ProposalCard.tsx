import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconLock } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import type { Paragraph, Run } from "../../api/types";
import { Words } from "../../editor/Words";
import type { RowActions } from "../paragraphs/actions";
import { Difference } from "../paragraphs/Difference";
import { placeOf } from "../paragraphs/place";
import { useDesk, usePart } from "./DeskProvider";
import { DifferenceAgainst } from "./DifferenceAgainst";
import { LazyComposer } from "./lazily";
import { PlaceAgain } from "./PlaceAgain";
import { ProposalButtons } from "./ProposalButtons";
import { ProposalHead } from "./ProposalHead";
import classes from "./Proposals.module.css";
import type { Proposal } from "./types";
import { useLiveWords } from "./useLiveWords";
import { namesOf, proposerWord, titleOf } from "./words";

interface ProposalCardProps {
  proposal: Proposal;
  paragraph: Paragraph;
  /** The words of the paragraph as they are now. */
  present: Run[];
  /** The words of the proposal as they are now, where somebody else follows them. */
  now?: Run[];
  /** Which digit previews it. */
  nth?: number;
  /** Others that want the same words otherwise. */
  collides?: Proposal[];
  /** Its words are shown elsewhere already. */
  brief?: boolean;
  /** With sponsors, dates and what became of it. */
  detailed?: boolean;
  /** Beside the text and not in it: what is being written is written in the text. */
  apart?: boolean;
  /** Among very many: its difference is made out once it comes near the window. */
  deferred?: boolean;
  actions: RowActions | null;
}

const NO_WORDS: Run[] = [];

/** One proposal: whose it is, what it would change, why, and what can be done with it. */
export function ProposalCard(props: ProposalCardProps) {
  const { proposal, paragraph, present, actions } = props;
  const { t } = useLingui();
  const desk = useDesk();
  const writing = usePart(desk.writing, (id) => id === proposal.id);
  const place = placeOf(paragraph);
  const title = titleOf(proposal);
  if (writing && actions && !props.apart) return <LazyComposer {...{ proposal, paragraph, present, actions }} />;
  return (
    <article
      className={classes.card}
      data-stage={proposal.stage}
      data-kind={proposal.kind}
      data-proposal={proposal.id}
      aria-label={t`${title}, on ${place}`}
    >
      <ProposalHead proposal={proposal} place={place} detailed={props.detailed} nth={props.nth} />
      {!props.brief && <Content {...props} />}
      <Notes proposal={proposal} collides={props.collides ?? []} />
      {proposal.place_again && <PlaceAgain proposal={proposal} />}
      <ProposalButtons proposal={proposal} paragraph={paragraph} nth={props.nth} actions={actions} />
    </article>
  );
}

function Content(props: ProposalCardProps) {
  const { proposal, present, now, detailed } = props;
  const { stage, outcome, result } = proposal;
  if (stage === "tabled" || stage === "draft") {
    return now ? <DifferenceAgainst proposal={proposal} present={present} runs={now} /> : <Live {...props} />;
  }
  if (!detailed) return null;
  // What was proposed is shown against what it was proposed on: the text has gone on since.
  const before = proposal.kind === "addition" ? NO_WORDS : (proposal.base_runs ?? present);
  return (
    <>
      <Difference earlier={before} later={proposal.kind === "deletion" ? NO_WORDS : proposal.runs} />
      {outcome === "accepted_in_part" && result?.runs && (
        <>
          <p className={classes.label}>
            <Trans>What was accepted of it</Trans>
          </p>
          <Difference earlier={before} later={result.runs} />
        </>
      )}
    </>
  );
}

function Live({ proposal, present, deferred }: ProposalCardProps) {
  const { ref, live, near } = useLiveWords([proposal]);
  const seen = useRef(!deferred);
  if (near) seen.current = true;
  return (
    <div ref={ref}>
      {seen.current ? (
        <DifferenceAgainst proposal={proposal} present={present} runs={live.get(proposal.id) ?? proposal.runs} />
      ) : (
        <Words runs={proposal.runs} />
      )}
    </div>
  );
}

function Notes({ proposal, collides }: { proposal: Proposal; collides: Proposal[] }) {
  const { rationale, returned_note: returned, stage, invited } = proposal;
  const notes: ReactNode[] = [];
  if (collides.length > 0) {
    const names = [...new Set(collides.map(proposerWord))].join(", ");
    notes.push(
      <p key="collides" className={classes.warn}>
        <IconAlertTriangle size={14} aria-hidden />
        <span>
          <Plural
            value={collides.length}
            one="Another proposal wants the same words otherwise:"
            other="Other proposals want the same words otherwise:"
          />{" "}
          <bdi>{names}</bdi>
        </span>
      </p>,
    );
  }
  if (returned) {
    notes.push(
      <p key="returned" className={classes.warn}>
        <IconAlertTriangle size={14} aria-hidden />
        <span>
          {stage === "draft" ? <Trans>Sent back by the chair:</Trans> : <Trans>The chair's note:</Trans>}{" "}
          <bdi>{returned}</bdi>
        </span>
      </p>,
    );
  }
  if (rationale) {
    notes.push(
      <p key="why" className={classes.rationale} dir="auto">
        {rationale}
      </p>,
    );
  }
  if (stage === "draft" && !proposal.pending) {
    const others = invited.map((one) => one.name).join(", ");
    notes.push(
      <p key="seen" className={classes.note}>
        <IconLock size={14} aria-hidden />
        {others ? (
          <span>
            <Trans>
              Only your delegation and those invited see it: <bdi>{others}</bdi>
            </Trans>
          </span>
        ) : namesOf(proposal) ? (
          <Trans>Only your delegation sees it</Trans>
        ) : (
          <Trans>Only you see it</Trans>
        )}
      </p>,
    );
  }
  return notes;
}
