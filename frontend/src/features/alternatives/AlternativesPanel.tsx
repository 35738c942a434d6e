import type { PanelProps } from "../paragraphs/panel";

export function AlternativesPanel(_props: PanelProps) {
  return null;
}
