import type { PanelProps } from "../paragraphs/panel";

export function ProposalsPanel(_props: PanelProps) {
  return null;
}
