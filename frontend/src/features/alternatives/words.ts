import { t } from "@lingui/core/macro";
import type { Alternative } from "./api";

/** What became of an alternative. */
export function becameWords(state: Alternative["state"]): string {
  if (state === "made_text") return t`made the text`;
  if (state === "combined") return t`combined into the text`;
  if (state === "dropped") return t`dropped`;
  return t`stands beside the text`;
}

/** Those who support it, in one line. */
export function supportersOf({ supporters }: Pick<Alternative, "supporters">): string {
  return supporters.map((one) => one.name).join(", ");
}
