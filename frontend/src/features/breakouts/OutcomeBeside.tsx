import { Trans } from "@lingui/react/macro";
import { IconArrowBackUp, IconCheck, IconGitBranch, IconX } from "@tabler/icons-react";
import { createContext, useContext } from "react";
import { Link } from "react-router";
import { momentWords } from "../../ui/dates";
import classes from "./OutcomeBeside.module.css";
import type { Outcome } from "./types";
import { becameWords } from "./words";

const ICONS = {
  taken: IconCheck,
  amended: IconCheck,
  alternative: IconGitBranch,
  proposal: IconGitBranch,
  not_taken: IconX,
  returned: IconArrowBackUp,
};

/** What became of one paragraph of a group's text, in words. */
export function OutcomeWords({ outcome, plenary }: { outcome: Outcome; plenary: string }) {
  const { became, note, result, at } = outcome;
  const Icon = ICONS[became];
  const leads = result !== null && (became === "taken" || became === "amended");
  return (
    <p className={classes.outcome} data-became={became} title={momentWords(at)}>
      <Icon size={15} aria-hidden />
      <span>
        <strong>{becameWords(became)}</strong>
        {note && (
          <>
            {": "}
            <bdi>{note}</bdi>
          </>
        )}
        {leads && (
          <>
            {" · "}
            <Link to={`/documents/${plenary}#p-${result}`}>
              <Trans>in the plenary's text</Trans>
            </Link>
          </>
        )}
      </span>
    </p>
  );
}

/** What became of a group's paragraphs, by their ids; null in the plenary's text. */
export const Outcomes = createContext<{ plenary: string; of: ReadonlyMap<string, Outcome> } | null>(null);

/** Under the words of a paragraph in the group's own text. */
export function OutcomeBeside({ paragraph }: { paragraph: string }) {
  const outcomes = useContext(Outcomes);
  const outcome = outcomes?.of.get(paragraph);
  return outcome && outcomes ? <OutcomeWords outcome={outcome} plenary={outcomes.plenary} /> : null;
}
