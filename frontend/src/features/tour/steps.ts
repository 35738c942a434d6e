import { t } from "@lingui/core/macro";

export type Role = "observer" | "delegate" | "chair" | "secretariat";

export interface Step {
  /** A CSS selector of what the step is about; a step about something that is not on this screen is shown all the same. */
  at: string;
  title: string;
  words: string;
}

const TEXT = "#document [data-paragraph]";
const SAVED = "header [data-state]";
const OUTLINE = '[data-region="outline"]';
const BAR = '[data-region="bar"]';

/** Whom the tour is for: who holds an office sees what the office does. */
export function roleOf(me: { seat: string | null; offices: readonly string[] }): Role {
  if (me.offices.some((office) => office === "chair" || office === "vice-chair")) return "chair";
  if (me.offices.includes("secretariat")) return "secretariat";
  return me.seat === "member" ? "delegate" : "observer";
}

/** The few things to know, thirty seconds in all. */
export function stepsFor(role: Role): Step[] {
  const reading: Step = {
    at: TEXT,
    title: t`The text, paragraph by paragraph`,
    words: t`Go from one to the next with the arrow keys, or tap one. Reading changes nothing: you cannot alter a word by clicking.`,
  };
  const saved: Step = {
    at: SAVED,
    title: t`When this says Saved, it is safe`,
    words: t`Your words are then on the server's disk. If the line drops, go on writing: the words are kept on this device and sent when the line is back.`,
  };
  const outline: Step = {
    at: OUTLINE,
    title: t`How far the text has come`,
    words: t`The outline shows what is agreed and what is left in each category, and the paragraph under discussion now.`,
  };
  const bar: Step = {
    at: BAR,
    title: t`Who can see this, and help`,
    words: t`The top line says who can see this page and whether a sitting is open. Press ? for all keys, Ctrl+K to go to a paragraph by its number.`,
  };
  if (role === "observer") return [reading, outline, bar];
  if (role === "delegate") {
    const writing: Step = {
      at: TEXT,
      title: t`Enter begins to write`,
      words: t`Where anyone may edit, you write in the text itself, with everybody else. Where words change by proposal, Enter opens your private draft. Esc leaves.`,
    };
    return [reading, writing, saved, bar];
  }
  const marking: Step = {
    at: TEXT,
    title: t`Marking a paragraph`,
    words:
      role === "chair"
        ? t`Alt+Shift+1 marks the paragraph agreed, 2 to revisit, 3 no agreement, 4 divergent opinion. A card repeats the exact words first; Enter records them.`
        : t`Alt+Shift+1 to 4 marks the paragraph on the chair's word, after a card with the exact words. It shows as awaiting the chair's confirmation.`,
  };
  const room: Step =
    role === "chair"
      ? {
          at: OUTLINE,
          title: t`Leading the room`,
          words: t`Open the sitting, and set the paragraph under discussion now: everybody sees it at once, and the wall shows it large.`,
        }
      : {
          at: OUTLINE,
          title: t`Preparing and closing the meeting`,
          words: t`Bring in the participants on the page People, freeze Rev.1 and release it, open the sitting, and download the lists when it closes.`,
        };
  return [marking, room, saved, bar];
}
