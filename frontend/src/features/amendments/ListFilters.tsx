import { useLingui } from "@lingui/react/macro";
import { NativeSelect, Switch } from "@mantine/core";
import type { Category } from "../../api/types";
import { type ProposalFilters, STATES, type StateFilter } from "./filters";
import classes from "./ProposalsList.module.css";
import type { Proposal } from "./types";
import { kindWord } from "./words";

interface ListFiltersProps {
  filters: ProposalFilters;
  onFilters: (filters: ProposalFilters) => void;
  categories: Category[];
  who: string[];
  /** Whether this reader may have proposals of their own. */
  mine: boolean;
}

/** Which proposals the list shows. */
export function ListFilters({ filters, onFilters, categories, who, mine }: ListFiltersProps) {
  const { t } = useLingui();
  const set = (part: Partial<ProposalFilters>) => onFilters({ ...filters, ...part });
  const states: Record<StateFilter, string> = {
    open: t`tabled`,
    draft: t`drafts`,
    accepted: t`accepted`,
    alternative: t`kept as an alternative`,
    not_accepted: t`not accepted`,
    withdrawn: t`withdrawn`,
  };
  const kinds: Proposal["kind"][] = ["change", "addition", "deletion"];
  const all = { value: "", label: t`all` };
  return (
    <div className={classes.filters}>
      <NativeSelect
        size="sm"
        label={t`State`}
        value={filters.state ?? ""}
        data={[all, ...STATES.map((value) => ({ value, label: states[value] }))]}
        onChange={(event) => set({ state: (event.currentTarget.value || null) as StateFilter | null })}
      />
      <NativeSelect
        size="sm"
        label={t`Category`}
        value={filters.category ?? ""}
        data={[all, ...categories.map(({ id, code }) => ({ value: id, label: code }))]}
        onChange={(event) => set({ category: event.currentTarget.value || null })}
      />
      <NativeSelect
        size="sm"
        label={t`Whose`}
        value={filters.who ?? ""}
        data={[all, ...who]}
        onChange={(event) => set({ who: event.currentTarget.value || null })}
      />
      <NativeSelect
        size="sm"
        label={t`What it would do`}
        value={filters.kind ?? ""}
        data={[all, ...kinds.map((value) => ({ value, label: kindWord(value) }))]}
        onChange={(event) => set({ kind: (event.currentTarget.value || null) as ProposalFilters["kind"] })}
      />
      {mine && (
        <Switch
          className={classes.mine}
          label={t`Mine`}
          checked={filters.mine}
          onChange={(event) => set({ mine: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}
