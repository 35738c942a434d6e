import type { BesideProps } from "../paragraphs/ParagraphRow";

export function AlternativesBeside(_props: BesideProps) {
  return null;
}
