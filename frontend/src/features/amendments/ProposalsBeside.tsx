import type { BesideProps } from "../paragraphs/ParagraphRow";

export function ProposalsBeside(_props: BesideProps) {
  return null;
}
