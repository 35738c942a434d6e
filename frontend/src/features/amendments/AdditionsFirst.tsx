import { useMemo } from "react";
import type { Category } from "../../api/types";
import type { RowActions } from "../paragraphs/actions";
import { useDesk, usePart } from "./DeskProvider";
import { beginningOf } from "./nowhere";
import { ProposalCard } from "./ProposalCard";
import classes from "./Proposals.module.css";

/** New paragraphs that are proposed for the very beginning of a category. */
export function AdditionsFirst({ category, actions }: { category: Category; actions: RowActions }) {
  const desk = useDesk();
  const { id, code } = category;
  const first = usePart(desk.grouped, (grouped) => grouped.first.get(id));
  const place = useMemo(() => beginningOf({ id, code }), [id, code]);
  const shown = first ? [...first.additions, ...first.drafts] : [];
  if (shown.length === 0) return null;
  return (
    <div className={classes.first}>
      {shown.map((proposal) => (
        <ProposalCard key={proposal.id} proposal={proposal} paragraph={place} present={place.runs} actions={actions} />
      ))}
    </div>
  );
}
