import type { PanelProps } from "../paragraphs/panel";

export function OpinionsPanel(_props: PanelProps) {
  return null;
}
