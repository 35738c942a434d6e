import type { PageState, Paragraph, Run, Way } from "../../api/types";
import type { LiveText } from "../../sync/liveText";
import { useRuns, useTextAttachment } from "../../sync/useTextAttachment";
import type { RowActions } from "./actions";

/** What a panel about one paragraph is given; its words are as they are now. */
export interface PanelProps {
  state: PageState;
  paragraph: Paragraph;
  runs: Run[];
  live: LiveText | null;
  way: Way;
  actions: RowActions;
}

const NO_WORDS: Run[] = [];

/** The live words of the paragraph that a panel is about, in view or not. */
export function useAttachedParagraph(paragraph: Paragraph | undefined): { runs: Run[]; live: LiveText | null } {
  const { live } = useTextAttachment(paragraph?.text ?? "", paragraph?.generation ?? 0, { pinned: true });
  return { runs: useRuns(live, paragraph?.runs ?? NO_WORDS), live };
}
