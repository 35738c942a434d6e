import { t } from "@lingui/core/macro";
import { dayWords } from "../../ui/dates";
import { officeWord } from "../../ui/standing";
import { isStatus, markingWords } from "../../ui/status";
import type { Done, HistoryEntry, HistoryGroup } from "./api";

type Said = Pick<Done, "kind" | "status" | "qualifier" | "note" | "proposal" | "breakout" | "by"> &
  Partial<Pick<HistoryEntry, "other">>;

/** "Breakout group 1". */
export function groupName({ kind, number, name }: NonNullable<Done["breakout"]>): string {
  const title =
    kind === "correspondence"
      ? t`Correspondence group ${number}`
      : kind === "ad_hoc"
        ? t`Ad hoc group ${number}`
        : t`Breakout group ${number}`;
  return name ? t`${title}, ${name}` : title;
}

/** What happened, in a few words. */
export function whatHappened(entry: Said, inGroup = false): string {
  const { kind, status, qualifier, note, proposal, breakout, other } = entry;
  const where = other?.address || t`another paragraph`;
  const alternative = note ?? "";
  const number = proposal?.number ?? "";
  const group = breakout ? groupName(breakout) : t`a breakout group`;
  switch (kind) {
    case "words":
      return t`Words changed`;
    case "shut":
      return inGroup ? t`Changed while the group worked` : t`Changed in a sitting that was closed to you`;
    case "begun":
      return inGroup ? t`As it stood in the plenary's text` : t`As it began`;
    case "added":
      return t`Added to the document`;
    case "marked": {
      if (!isStatus(status)) return t`Marked`;
      const words = note && qualifier === "except" ? note : null;
      const known = qualifier === "ad_referendum" || qualifier === "except" ? qualifier : null;
      return t`Marked: ${markingWords({ status, qualifier: known, qualifier_words: words })}`;
    }
    case "confirmed":
      return t`Mark confirmed by the chair`;
    case "moved":
      return t`Moved`;
    case "changed":
      return t`Level, kind or source changed`;
    case "withdrawn":
      return t`Withdrawn`;
    case "restored":
      return t`Restored`;
    case "split":
      return t`Split: the second half is ${where}`;
    case "split_off":
      return t`Split off from ${where}`;
    case "joined":
      return t`Joined with ${where}`;
    case "joined_into":
      return t`Joined to ${where}`;
    case "taken_up":
      return t`Taken up for discussion`;
    case "proposed":
      return proposal?.kind === "deletion" ? t`Proposal ${number}: to delete it` : t`Proposal ${number}: a change`;
    case "accepted":
      return t`Proposal ${number} accepted into the text`;
    case "accepted_in_part":
      return t`Proposal ${number} accepted in part`;
    case "not_accepted":
      return t`Proposal ${number} not accepted`;
    case "alternative_kept":
      return t`Alternative ${alternative} kept beside it`;
    case "alternative_made_text":
      return t`Alternative ${alternative} became the text`;
    case "alternative_combined":
      return t`Alternative ${alternative} combined into the text`;
    case "alternative_dropped":
      return t`Alternative ${alternative} dropped`;
    case "endorsed":
      return t`Taken from ${group}`;
    case "endorsed_amended":
      return t`Taken from ${group} with the chair's amendments`;
    default:
      return kind;
  }
}

/** Whether a note says more than what happened does. */
export function noteOf({ kind, note, qualifier }: Said): string | null {
  if (kind.startsWith("alternative_") || qualifier === "except") return null;
  return note;
}

/** Who it was: "Ana Silva for Brazil", "Brazil, India", "Chair (Ms Diallo)". */
export function byWhom({ kind, by, office, on_word_of }: Pick<Done, "kind" | "by" | "office" | "on_word_of">): string {
  const typed = kind === "words";
  const names = by.map(({ name, delegation }) => (typed && delegation ? t`${name} for ${delegation}` : name));
  const who = list(names);
  const sponsors = kind === "proposed" || kind.includes("accepted");
  const shown = office && who && !sponsors ? t`${who} (${officeWord(office)})` : who;
  return on_word_of && !sponsors ? t`${shown}, on the word of ${on_word_of}` : shown;
}

function list(names: string[]): string {
  const most = 5;
  const some = names.slice(0, most).join(", ");
  const more = names.length - most;
  return more > 0 ? t`${some} and ${more} more` : some;
}

/** Where a group of entries belongs: "Sitting 2 of meeting 3", or a day. */
export function groupTitle({ sitting, meeting, day }: Pick<HistoryGroup, "sitting" | "meeting" | "day">): string {
  const on = dayWords(day);
  if (sitting) {
    const { number, meeting: of } = sitting;
    return t`Sitting ${number} of meeting ${of}, ${on}`;
  }
  if (meeting) {
    const { number } = meeting;
    return t`${on}, during meeting ${number}`;
  }
  return on;
}
