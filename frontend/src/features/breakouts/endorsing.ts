import type { Run } from "../../api/types";
import type { Breakout, ComparisonItem, ItemState, Take } from "./types";

/** What is to be done with one paragraph of a group's text. */
export interface Decision {
  item: ComparisonItem;
  take: Take;
  /** The words chosen, where they are neither the plenary's nor simply the group's. */
  runs: Run[] | null;
  structure: boolean;
  mark: boolean;
  note: string;
}

type Reported = Pick<Breakout, "reported_at">;

/** Whether the plenary has decided on it since the group last reported. */
export function isSettled({ outcome }: ComparisonItem, { reported_at }: Reported): boolean {
  return outcome !== null && (reported_at === null || Date.parse(outcome.at) >= Date.parse(reported_at));
}

/** Whether it differs from the plenary's in anything: words, place, kind, or by a mark that the group recommends. */
export function differs({ state, structure, recommended, plenary_status }: ComparisonItem): boolean {
  if (state !== "unchanged") return true;
  return structure.length > 0 || (recommended !== null && recommended.status !== plenary_status);
}

/** Whether it can be taken as it is, without anybody choosing anything. */
export function canBeTaken(item: ComparisonItem): boolean {
  const asItIs: readonly ItemState[] = ["clean", "added", "withdrawn"];
  const steady = item.structure.every((one) => one.clean);
  if (item.state === "unchanged") return differs(item) && steady;
  return asItIs.includes(item.state) && steady;
}

/** Everything that can be done with an item, in the order of its buttons. */
export function choicesFor(item: ComparisonItem): Take[] {
  switch (item.state) {
    case "unchanged":
      return ["take", "not_taken", "returned"];
    case "clean":
      return ["take", "amended", "alternative", "proposal", "not_taken", "returned"];
    case "changed_here_too":
      return ["amended", "alternative", "proposal", "not_taken", "returned"];
    case "agreed_meanwhile":
      return ["alternative", "proposal", "not_taken", "returned"];
    case "added":
      return ["take", "amended", "proposal", "not_taken", "returned"];
    case "withdrawn":
      return ["take", "proposal", "not_taken", "returned"];
    case "gone":
      return ["not_taken", "returned"];
  }
}

/** The decision that one begins with: what is clean comes along, what moved does not come by itself. */
export function decisionOn(item: ComparisonItem, take: Take, more: Partial<Decision> = {}): Decision {
  const takes = take === "take" || take === "amended";
  return {
    item,
    take,
    runs: null,
    structure: takes && item.structure.length > 0 && item.structure.every((one) => one.clean),
    mark: takes && item.recommended !== null,
    note: "",
    ...more,
  };
}

/** Everything that can be taken in one gesture. */
export function allThatCanBeTaken(items: readonly ComparisonItem[], breakout: Reported): Decision[] {
  return items.filter((one) => !isSettled(one, breakout) && canBeTaken(one)).map((one) => decisionOn(one, "take"));
}

/** What the card repeats before the gavel. */
export interface Sum {
  paragraphs: number;
  marks: number;
  structural: number;
}

export function sumOf(decisions: readonly Decision[]): Sum {
  return {
    paragraphs: decisions.length,
    marks: decisions.filter((one) => one.mark && one.item.recommended).length,
    structural: decisions.reduce((sum, one) => sum + (one.structure ? one.item.structure.length : 0), 0),
  };
}

/** Whether an item is no longer what was shown: other words on either side, or decided meanwhile. */
export function movedOn(shown: ComparisonItem, now: ComparisonItem): boolean {
  return (
    shown.state !== now.state ||
    shown.plenary_words?.content_hash !== now.plenary_words?.content_hash ||
    shown.group_words.content_hash !== now.group_words.content_hash ||
    shown.outcome?.at !== now.outcome?.at ||
    shown.structure.length !== now.structure.length
  );
}

/** The same decisions on the items as they are now; what can no longer be decided so is left out. */
export function lookedAtAgain(decisions: readonly Decision[], now: ReadonlyMap<string, ComparisonItem>): Decision[] {
  return decisions.flatMap((decision) => {
    const item = now.get(decision.item.paragraph);
    if (!item) return [];
    if (!movedOn(decision.item, item)) return [decision];
    if (!choicesFor(item).includes(decision.take) || item.outcome?.at !== decision.item.outcome?.at) return [];
    if (decision.take === "take" && !canBeTaken(item)) return [];
    // Words chosen from others than these are chosen anew.
    if (decision.runs) return [];
    return [
      { ...decisionOn(item, decision.take), mark: decision.mark && item.recommended !== null, note: decision.note },
    ];
  });
}

/** Which items the page shows. */
export type Filter = "left" | "clean" | "choose" | "agreed" | "settled" | "all";

export function groupOf(item: ComparisonItem, breakout: Reported): Exclude<Filter, "left" | "all"> | "unchanged" {
  if (isSettled(item, breakout)) return "settled";
  if (!differs(item)) return "unchanged";
  if (canBeTaken(item)) return "clean";
  return item.state === "agreed_meanwhile" ? "agreed" : "choose";
}

export function isShown(item: ComparisonItem, breakout: Reported, filter: Filter): boolean {
  const group = groupOf(item, breakout);
  if (filter === "all") return true;
  if (filter === "left") return group !== "settled" && group !== "unchanged";
  return group === filter;
}

export type Counts = Record<Filter, number>;

export function countsOf(items: readonly ComparisonItem[], breakout: Reported): Counts {
  const counts: Counts = { left: 0, clean: 0, choose: 0, agreed: 0, settled: 0, all: items.length };
  for (const item of items) {
    const group = groupOf(item, breakout);
    if (group === "unchanged") continue;
    counts[group]++;
    if (group !== "settled") counts.left++;
  }
  return counts;
}

/** What a request for endorsement sends of a decision. */
export function sent({ item, take, runs, structure, mark, note }: Decision) {
  return {
    paragraph: item.paragraph,
    plenary_hash: item.plenary_words?.content_hash ?? null,
    group_hash: item.group_words.content_hash,
    take,
    runs,
    structure,
    mark,
    note: note.trim() || null,
  };
}
