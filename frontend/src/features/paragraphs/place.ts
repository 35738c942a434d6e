import { t } from "@lingui/core/macro";
import type { Paragraph } from "../../api/types";

/** What one says to find a paragraph: "A.1(a)"; for one without a number, what it is. */
export function placeOf(paragraph: Pick<Paragraph, "address" | "label" | "kind" | "pending">): string {
  if (paragraph.address || paragraph.label) return paragraph.address || paragraph.label;
  return paragraph.pending ? t`the new paragraph` : paragraph.kind === "plain" ? t`the plain text` : t`the paragraph`;
}
