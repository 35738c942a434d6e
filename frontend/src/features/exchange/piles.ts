import { t } from "@lingui/core/macro";
import type { components } from "../../api/schema";
import type { Paragraph } from "../../api/types";

export type Pile = components["schemas"]["Pile"];
export type FileFormat = components["schemas"]["FileFormat"];
export type ExportView = components["schemas"]["View"];

/** What can be taken out, in the order in which it is offered: the whole, then the lists that a meeting ends with. */
export const PILES: readonly Pile[] = [
  "whole",
  "statements",
  "agreed",
  "revisit",
  "no_agreement",
  "divergent",
  "not_discussed",
];
export const FORMATS: readonly FileFormat[] = ["docx", "pdf", "html"];

export function pileName(pile: Pile): string {
  return {
    whole: t`Whole text`,
    statements: t`Statements`,
    agreed: t`Agreed recommendations`,
    revisit: t`Recommendations to be revisited`,
    no_agreement: t`No agreement`,
    divergent: t`Divergent opinion`,
    not_discussed: t`Not yet discussed`,
  }[pile];
}

export function formatName(format: FileFormat): string {
  return { docx: t`Word`, pdf: t`PDF`, html: t`Web page` }[format];
}

type Countable = Pick<Paragraph, "status" | "kind" | "withdrawn">;

/** Whether a paragraph stands in a list, as the server has it (app/exchange/out/outline.py). */
export function belongs({ status, kind, withdrawn }: Countable, pile: Pile): boolean {
  if (withdrawn) return false;
  switch (pile) {
    case "whole":
      return true;
    case "statements":
      return kind === "statement";
    case "agreed":
      return kind === "recommendation" && status === "agreed";
    case "revisit":
      return kind === "recommendation" && status === "to_revisit";
    case "no_agreement":
      return kind !== "plain" && status === "no_agreement";
    case "divergent":
      return kind !== "plain" && status === "divergent_opinion";
    case "not_discussed":
      return kind !== "plain" && status === "not_yet_discussed";
  }
}

/** How many paragraphs each list has. */
export function countPiles(paragraphs: readonly Countable[]): Record<Pile, number> {
  const counts = Object.fromEntries(PILES.map((pile) => [pile, 0])) as Record<Pile, number>;
  for (const paragraph of paragraphs) for (const pile of PILES) if (belongs(paragraph, pile)) counts[pile] += 1;
  return counts;
}
