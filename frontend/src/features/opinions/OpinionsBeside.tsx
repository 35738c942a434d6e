import type { BesideProps } from "../paragraphs/ParagraphRow";

export function OpinionsBeside(_props: BesideProps) {
  return null;
}
