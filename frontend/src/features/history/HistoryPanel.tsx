import type { PanelProps } from "../paragraphs/panel";

export function HistoryPanel(_props: PanelProps) {
  return null;
}
