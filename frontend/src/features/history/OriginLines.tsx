import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { momentWords } from "../../ui/dates";
import type { Origin } from "./api";
import classes from "./History.module.css";
import { groupName } from "./words";

/** Where a paragraph came from: a contribution, a proposal, a breakout group, another paragraph. */
export function OriginLines({ documentId, origin }: { documentId: string; origin: Origin }) {
  const { source, proposer, proposal, breakout, split_from, copied_from, created_at } = origin;
  const moment = momentWords(created_at);
  const number = proposal?.number ?? "";
  const name = proposal?.proposer ?? "";
  const group = breakout ? groupName(breakout) : "";
  return (
    <ul className={classes.origin}>
      {source && (
        <li>
          <Trans>
            From: <bdi>{source}</bdi>
          </Trans>
        </li>
      )}
      {proposer && (
        <li>
          <Trans>
            Proposed by <bdi>{proposer}</bdi>
          </Trans>
        </li>
      )}
      {proposal && (
        <li>
          <Trans>
            Added by proposal {number}: <bdi>{name}</bdi>
          </Trans>
        </li>
      )}
      {breakout && (
        <li>
          <Trans>
            From the text of <bdi>{group}</bdi>
          </Trans>
        </li>
      )}
      {split_from && (
        <li>
          <Trans>
            Second half of{" "}
            <Link to={`/documents/${documentId}#p-${split_from.paragraph}`}>
              <bdi>{split_from.address}</bdi>
            </Link>
          </Trans>
        </li>
      )}
      {copied_from && (
        <li>
          <Link to={`/documents/${copied_from.document}#p-${copied_from.paragraph}`}>
            <Trans>The same paragraph in the plenary's text</Trans>
          </Link>
        </li>
      )}
      <li>
        <Trans>In the document since {moment}</Trans>
      </li>
    </ul>
  );
}
