import { t } from "@lingui/core/macro";
import type { Opinion, Stance, StanceKind } from "./api";

/** Whose opinion it is, in one line. */
export function whoseWords(opinion: Pick<Opinion, "attribution" | "signers">): string {
  if (opinion.attribution === "some_members") return t`Some members`;
  return opinion.signers.map((one) => one.name).join(", ");
}

/** A stance as its delegation would say it. */
export function stanceWord(kind: StanceKind): string {
  if (kind === "support") return t`supports it`;
  if (kind === "can_live_with") return t`can live with it`;
  if (kind === "object") return t`objects`;
  return t`took its stance back`;
}

/** To whom it is shown. */
export function seenByWords(seenBy: Stance["seen_by"]): string {
  return seenBy === "chair" ? t`to the chair only` : t`to all`;
}
