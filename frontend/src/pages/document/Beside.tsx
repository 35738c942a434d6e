import { memo } from "react";
import { AlternativesBeside } from "../../features/alternatives/AlternativesBeside";
import { ProposalsBeside } from "../../features/amendments/ProposalsBeside";
import { OutcomeBeside } from "../../features/breakouts/OutcomeBeside";
import { OpinionsBeside } from "../../features/opinions/OpinionsBeside";
import type { BesideProps } from "../../features/paragraphs/ParagraphRow";

/** What stands under a paragraph's words. */
export const Beside = memo(function Beside(props: BesideProps) {
  return (
    <>
      <OutcomeBeside paragraph={props.paragraph.id} />
      <AlternativesBeside {...props} />
      <ProposalsBeside {...props} />
      <OpinionsBeside {...props} />
    </>
  );
});
