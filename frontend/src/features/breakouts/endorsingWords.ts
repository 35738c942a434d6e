import { t } from "@lingui/core/macro";
import type { Kind } from "../../api/types";
import { markingWords } from "../../ui/status";
import { canBeTaken, differs, type Filter } from "./endorsing";
import type { ComparisonItem, Structural, Take } from "./types";

/** What stands at a paragraph's end: how it can come into the plenary's text. */
export function itemWords(item: ComparisonItem): string {
  switch (item.state) {
    case "changed_here_too":
      return t`changed here too: choose the words`;
    case "agreed_meanwhile":
      return t`agreed meanwhile: it can become a proposal or an alternative only`;
    case "gone":
      return t`withdrawn in the plenary meanwhile`;
    default:
      if (!differs(item)) return t`unchanged`;
      return canBeTaken(item) ? t`can be taken as it is` : t`moved here too: look at it`;
  }
}

/** A sentence for what happened to the paragraph beside its words. */
export function structureSentence({ what, before, after }: Structural): string {
  const [was, is] = [before ?? "", after ?? ""];
  switch (what) {
    case "moved":
      return was && is
        ? t`moved: it stood after ${was}, and is to stand after ${is}`
        : is
          ? t`moved: it is to stand after ${is}`
          : t`moved: it is to stand first`;
    case "level":
      return t`level ${was} becomes level ${is}`;
    case "kind":
      return t`${kindWord(was)} becomes ${kindWord(is)}`;
    case "category":
      return t`from category ${was} to category ${is}`;
    case "split":
      return is ? t`split: its second part is ${is}` : t`split off from ${was}`;
    case "joined":
      return is ? t`joined with ${is}` : t`joined with another paragraph`;
    case "withdrawn":
      return t`withdrawn by the group`;
    case "added":
      return is ? t`added by the group, after ${is}` : t`added by the group`;
  }
}

/** What a paragraph is, inside a sentence. */
export function kindWord(kind: string): string {
  const words: Record<Kind, string> = {
    recommendation: t`recommendation`,
    statement: t`statement`,
    plain: t`plain text`,
  };
  return words[kind as Kind] ?? kind;
}

/** The mark that the group recommends: "agreed, ad referendum". */
export function recommendedWords(recommended: NonNullable<ComparisonItem["recommended"]>): string {
  const words = markingWords(recommended);
  return recommended.on_present_words ? words : t`${words} (given to earlier words)`;
}

/** What a button does. */
export function takeWords(take: Take, item: ComparisonItem): string {
  switch (take) {
    case "taken":
      return item.state === "withdrawn"
        ? t`Withdraw it here too`
        : item.state === "unchanged"
          ? t`Endorse it`
          : t`Take it`;
    case "amended":
      return item.state === "changed_here_too" ? t`Choose the words` : t`With amendments`;
    case "alternative":
      return t`Keep as alternative`;
    case "proposal":
      return t`Make it a proposal`;
    case "not_taken":
      return t`Not taken`;
    case "returned":
      return t`Return with a note`;
  }
}

/** The title of the card that asks once more. */
export function cardTitle(take: Take, item: ComparisonItem, place: string): string {
  switch (take) {
    case "taken":
      return item.state === "withdrawn"
        ? t`${place}: withdraw it as the group did`
        : t`${place}: take what the group brings`;
    case "amended":
      return item.state === "changed_here_too" ? t`${place}: choose the words` : t`${place}: take it with amendments`;
    case "alternative":
      return t`${place}: keep the group's words as an alternative`;
    case "proposal":
      return t`${place}: make the group's words a proposal`;
    case "not_taken":
      return t`${place}: not taken`;
    case "returned":
      return t`${place}: return it to the group`;
  }
}

export function filterWords(filter: Filter): string {
  return {
    left: t`Waiting`,
    clean: t`Can be taken`,
    choose: t`To be chosen`,
    agreed: t`Agreed meanwhile`,
    settled: t`Decided`,
    all: t`All`,
  }[filter];
}

/** The keys of the page. Letters go by their place on the keyboard, in any alphabet. */
export const TAKE_KEYS: Record<string, Take> = {
  KeyT: "taken",
  KeyE: "amended",
  KeyA: "alternative",
  KeyP: "proposal",
  KeyN: "not_taken",
  KeyR: "returned",
};

export function keyOfTake(take: Take): string {
  return (
    Object.entries(TAKE_KEYS)
      .find(([, one]) => one === take)?.[0]
      .slice(-1) ?? ""
  );
}
