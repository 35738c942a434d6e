import type { Run } from "../../api/types";
import { findBrackets } from "../../editor/brackets";
import type { Breakout, ComparisonItem, ItemState, Take } from "./types";

/** What is to be done with one paragraph of a group's text. */
export interface Decision {
  item: ComparisonItem;
  take: Take;
  /** The words chosen, where they are not simply those that the page shows as the result. */
  runs: Run[] | null;
  structure: boolean;
  mark: boolean;
  note: string;
}

type Reported = Pick<Breakout, "reported_at">;
type Items = ReadonlyMap<string, ComparisonItem>;

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
      return ["taken", "not_taken", "returned"];
    case "clean":
      return ["taken", "amended", "alternative", "proposal", "not_taken", "returned"];
    case "changed_here_too":
      return ["amended", "alternative", "proposal", "not_taken", "returned"];
    case "agreed_meanwhile":
      return ["alternative", "proposal", "not_taken", "returned"];
    case "added":
      return ["taken", "amended", "proposal", "not_taken", "returned"];
    case "withdrawn":
      return ["taken", "proposal", "not_taken", "returned"];
    case "gone":
      return ["not_taken", "returned"];
  }
}

/** Whether something goes into the plenary's text. */
export function goesIn(take: Take): boolean {
  return take === "taken" || take === "amended";
}

/** The decision that one begins with: what is clean comes along, what moved here too does not come by itself. */
export function decisionOn(item: ComparisonItem, take: Take, more: Partial<Decision> = {}): Decision {
  return {
    item,
    take,
    runs: null,
    structure: goesIn(take) && cleanOf(item).length > 0,
    mark: goesIn(take) && item.recommended !== null,
    note: "",
    ...more,
  };
}

/** The changes beside the words that are made when they are asked for. */
export function cleanOf({ structure }: ComparisonItem) {
  return structure.filter((one) => one.clean);
}

/** The other part of what the group split or joined, as far as the plenary does not have it already. */
function othersOf(item: ComparisonItem, items: Items): ComparisonItem[] {
  return item.together.flatMap((id) => {
    const other = items.get(id);
    return other && other.state !== "unchanged" && other.state !== "gone" ? [other] : [];
  });
}

/** A decision, and those that must go with it: one half without the other loses or doubles words. */
export function decisionsOn(item: ComparisonItem, take: Take, items: Items): Decision[] {
  if (!goesIn(take)) return [decisionOn(item, take)];
  const found = new Map([[item.paragraph, decisionOn(item, take)]]);
  const waiting = [item];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    for (const other of othersOf(one, items)) {
      if (found.has(other.paragraph)) continue;
      found.set(other.paragraph, decisionOn(other, choicesFor(other)[0] ?? "taken"));
      waiting.push(other);
    }
  }
  return [...found.values()];
}

/** Everything that can be taken in one gesture. */
export function allThatCanBeTaken(items: readonly ComparisonItem[], breakout: Reported): Decision[] {
  const byId: Items = new Map(items.map((one) => [one.paragraph, one]));
  let ready = new Set(items.filter((one) => !isSettled(one, breakout) && canBeTaken(one)).map((one) => one.paragraph));
  for (let before = -1; before !== ready.size; ) {
    before = ready.size;
    const whole = (id: string) => {
      const item = byId.get(id);
      return item !== undefined && othersOf(item, byId).every((other) => ready.has(other.paragraph));
    };
    ready = new Set([...ready].filter(whole));
  }
  return items.filter((one) => ready.has(one.paragraph)).map((one) => decisionOn(one, "taken"));
}

/** What the card repeats before the gavel. */
export interface Sum {
  paragraphs: number;
  marks: number;
  structural: number;
  /** Paragraphs that are to be marked agreed although words in them are in brackets. */
  bracketed: number;
}

export function sumOf(decisions: readonly Decision[]): Sum {
  return {
    paragraphs: decisions.length,
    marks: decisions.filter((one) => one.mark && one.item.recommended).length,
    structural: decisions.reduce((sum, one) => sum + (one.structure ? cleanOf(one.item).length : 0), 0),
    bracketed: decisions.filter(isAgreedWithBrackets).length,
  };
}

function isAgreedWithBrackets({ item, mark, runs }: Decision): boolean {
  if (!mark || item.recommended?.status !== "agreed") return false;
  const words = runs?.map((one) => one.insert).join("") ?? (item.result ?? item.group_words).words;
  const { spans, unclosed, unopened } = findBrackets(words);
  return spans.length + unclosed.length + unopened.length > 0;
}

/** Whether an item is no longer what was shown: other words on either side, or decided meanwhile. */
export function movedOn(shown: ComparisonItem, now: ComparisonItem): boolean {
  return (
    shown.state !== now.state ||
    shown.plenary_words?.content_hash !== now.plenary_words?.content_hash ||
    shown.group_words.content_hash !== now.group_words.content_hash ||
    shown.outcome?.at !== now.outcome?.at ||
    JSON.stringify(shown.structure) !== JSON.stringify(now.structure)
  );
}

/** The same decisions on the items as they are now; what can no longer be decided so is left out. */
export function lookedAtAgain(decisions: readonly Decision[], now: Items): Decision[] {
  return decisions.flatMap((decision) => {
    const item = now.get(decision.item.paragraph);
    if (!item) return [];
    if (!movedOn(decision.item, item)) return [decision];
    if (!choicesFor(item).includes(decision.take) || item.outcome?.at !== decision.item.outcome?.at) return [];
    // Words chosen from others than these are chosen anew.
    if (decision.runs) return [];
    const { mark, note } = decision;
    return [{ ...decisionOn(item, decision.take), mark: mark && item.recommended !== null, note }];
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
  if (group === "unchanged") return false;
  if (filter === "all") return true;
  if (filter === "left") return group !== "settled";
  return group === filter;
}

export type Counts = Record<Filter, number>;

/** How many of each kind; what is unchanged counts nowhere. */
export function countsOf(items: readonly ComparisonItem[], breakout: Reported): Counts {
  const counts: Counts = { left: 0, clean: 0, choose: 0, agreed: 0, settled: 0, all: 0 };
  for (const item of items) {
    const group = groupOf(item, breakout);
    if (group === "unchanged") continue;
    counts.all++;
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
