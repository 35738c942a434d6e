import { memo } from "react";
import type { BesideProps } from "../paragraphs/ParagraphRow";
import { useDesk, usePart } from "./DeskProvider";
import { Folded } from "./Folded";
import { LazyOralCard } from "./lazily";

/** The proposals on a paragraph. Most have none, and then this costs next to nothing. */
export const ProposalsBeside = memo(function ProposalsBeside(props: BesideProps) {
  const desk = useDesk();
  const { id } = props.paragraph;
  const beside = usePart(desk.grouped, (grouped) => grouped.beside.get(id));
  const asking = usePart(desk.asking, (asked) => asked?.paragraph === id);
  if (!beside && !asking) return null;
  return (
    <>
      {asking && <LazyOralCard {...props} />}
      {beside && <Folded {...props} beside={beside} />}
    </>
  );
});
