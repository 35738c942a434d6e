import { useAlternativesFeed } from "../../features/alternatives/api";
import { useOpinionsFeed } from "../../features/opinions/api";

/** Keeps what stands beside the paragraphs as the server has it. Draws nothing, so that the page is not drawn for it. */
export function SidesFeed() {
  useAlternativesFeed();
  useOpinionsFeed();
  return null;
}
