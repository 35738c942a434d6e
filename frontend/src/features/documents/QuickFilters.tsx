import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { Link } from "react-router";
import type { Paragraph } from "../../api/types";
import { ALL, changedSince, type Filters, isMine, type Measure } from "./filters";
import type { KnownSince } from "./filterWords";
import classes from "./QuickFilters.module.css";

interface QuickFiltersProps {
  documentId: string;
  paragraphs: Paragraph[];
  measure: Measure;
  since: KnownSince[];
  filters: Filters;
  onFilters: (filters: Filters) => void;
}

/** What a person comes back for: what changed meanwhile, and what is their delegation's. */
export function QuickFilters({ documentId, paragraphs, measure, since, filters, onFilters }: QuickFiltersProps) {
  const { t } = useLingui();
  const changed = useMemo(
    () =>
      since
        .filter((one) => one.since !== "revision")
        .map((one) => ({
          ...one,
          count: paragraphs.filter((paragraph) => changedSince(paragraph, measure.began[one.since])).length,
        })),
    [since, paragraphs, measure],
  );
  const mine = useMemo(() => paragraphs.filter((one) => isMine(one, measure)).length, [paragraphs, measure]);
  const name = measure.delegation ?? t`My drafts`;
  if (changed.length === 0 && mine === 0) return null;

  return (
    <div className={classes.quick}>
      {changed.length > 0 && (
        <>
          <p>
            <Trans>Changed since</Trans>
          </p>
          {changed.map((one) => (
            <button
              key={one.since}
              type="button"
              title={one.moment}
              aria-pressed={filters.since === one.since}
              disabled={one.count === 0 && filters.since !== one.since}
              onClick={() => onFilters({ ...ALL, since: filters.since === one.since ? null : one.since })}
            >
              <span>{one.words}</span>
              <span className={classes.count}>{one.count}</span>
            </button>
          ))}
          <Link className={classes.all} to={`/documents/${documentId}/changes`}>
            <Trans>What changed, word by word</Trans>
          </Link>
        </>
      )}
      {mine > 0 && (
        <button
          type="button"
          className={classes.mine}
          aria-pressed={filters.mine}
          onClick={() => onFilters({ ...ALL, mine: !filters.mine })}
        >
          <bdi>{name}</bdi>
          <span className={classes.count}>{mine}</span>
        </button>
      )}
    </div>
  );
}
