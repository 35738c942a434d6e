import { plural, t } from "@lingui/core/macro";
import { officeWord } from "../../ui/standing";
import type { Proposal } from "./types";

/** In whose name it is proposed, as it is shown: "Brazil", "Chair", "Editorial". */
export function proposerWord({ basis, proposer }: Pick<Proposal, "basis" | "proposer">): string {
  if (basis === "editorial") return t`Editorial`;
  return basis === "chair" ? officeWord("chair") : proposer;
}

/** Those who stand behind it, whoever proposed it first: "Brazil, EU". */
export function namesOf(proposal: Pick<Proposal, "basis" | "proposer" | "sponsors">): string {
  const first = proposerWord(proposal);
  const others = proposal.sponsors
    .map((one) => one.name)
    .filter((name) => name !== first && name !== proposal.proposer);
  return [first, ...others].join(", ");
}

/** What it would do. */
export function kindWord(kind: Proposal["kind"]): string {
  return { change: t`change`, addition: t`addition`, deletion: t`deletion` }[kind];
}

/** Where it has got to, or what became of it. */
export function stateWord({ stage, outcome }: Pick<Proposal, "stage" | "outcome">): string {
  switch (outcome) {
    case "accepted":
      return t`accepted into the text`;
    case "accepted_in_part":
      return t`accepted in part`;
    case "alternative":
      return t`kept as an alternative`;
    case "not_accepted":
      return t`not accepted`;
    default:
      break;
  }
  if (stage === "draft") return t`draft`;
  return stage === "withdrawn" ? t`withdrawn` : t`tabled`;
}

/** "2 proposals: Brazil, EU": what stands folded under a paragraph. */
export function foldedWords(proposals: readonly Proposal[]): string {
  const names = [...new Set(proposals.map(proposerWord))].join(", ");
  const count = plural(proposals.length, { one: "# proposal", other: "# proposals" });
  return t`${count}: ${names}`;
}

/** How it is called among others: "Proposal 12, Brazil". */
export function titleOf(proposal: Pick<Proposal, "number" | "basis" | "proposer" | "sponsors" | "stage">): string {
  const { number } = proposal;
  const names = namesOf(proposal);
  if (proposal.stage === "draft") return t`Draft, ${names}`;
  return number === null ? t`Proposal, ${names}` : t`Proposal ${number}, ${names}`;
}

/** ITU's label of what it would do. */
export function ituLabel(kind: Proposal["kind"]): string {
  return { change: "MOD", addition: "ADD", deletion: "SUP" }[kind];
}
