import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import classes from "./people.module.css";
import { countsOf, type PeopleFilter, type Sort, WHICH, type Which } from "./peopleFilter";
import type { GroupRead, PersonRead } from "./types";
import { choices, STAKEHOLDER_GROUPS } from "./words";

interface PeopleFiltersProps {
  group: GroupRead;
  everybody: PersonRead[];
  filter: PeopleFilter;
  onFilter: (filter: PeopleFilter) => void;
}

const FEW = 8;

/** Narrows the list: sets by one press, each with how many it has; words; delegation and stakeholder group; order. */
export function PeopleFilters({ group, everybody, filter, onFilter }: PeopleFiltersProps) {
  const { t } = useLingui();
  const counts = countsOf(everybody);
  const names: Record<Which, string> = {
    everybody: t`Everybody`,
    "not-signed-in": t`Not signed in yet`,
    "not-invited": t`No invitation`,
    "mail-failed": t`Mail not sent`,
    members: t`Members`,
    observers: t`Observers`,
    offices: t`Offices`,
  };
  const sorts: Record<Sort, string> = {
    offices: t`Offices first`,
    name: t`By name`,
    delegation: t`By delegation`,
    last: t`Last signed in`,
  };
  const manageOnly: Which[] = ["not-invited", "mail-failed"];
  const offered = WHICH.filter(
    (which) =>
      which === "everybody" ||
      which === filter.which ||
      (counts[which] > 0 && (group.may.manage || !manageOnly.includes(which))),
  );
  const stakeholders = STAKEHOLDER_GROUPS.filter((kind) =>
    group.delegations.some((one) => one.stakeholder_group === kind),
  );
  if (everybody.length <= FEW) return null;

  return (
    <div className={classes.filters}>
      <fieldset className={classes.chips}>
        <legend className="visually-hidden">{t`Who is shown`}</legend>
        {offered.map((which) => (
          <button
            key={which}
            type="button"
            className={classes.chip}
            aria-pressed={filter.which === which}
            onClick={() => onFilter({ ...filter, which })}
          >
            {names[which]} <span className={classes.count}>{counts[which]}</span>
          </button>
        ))}
      </fieldset>
      <div className={classes.fields}>
        <TextInput
          type="search"
          aria-label={t`Find by name, delegation or office`}
          placeholder={t`Find by name, delegation or office`}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={filter.words}
          onChange={(event) => onFilter({ ...filter, words: event.currentTarget.value })}
        />
        {group.delegations.length > 1 && (
          <Select
            aria-label={t`Delegation`}
            placeholder={t`All delegations`}
            data={[...group.delegations]
              .sort((a, b) => a.name.localeCompare(b.name))
              .map(({ id, name }) => ({ value: id, label: name }))}
            value={filter.delegation}
            onChange={(delegation) => onFilter({ ...filter, delegation })}
            searchable
            clearable
            clearButtonProps={{ "aria-label": t`All delegations` }}
            nothingFoundMessage={t`No such delegation`}
          />
        )}
        {stakeholders.length > 1 && (
          <Select
            aria-label={t`Stakeholder group`}
            placeholder={t`All stakeholder groups`}
            data={choices(stakeholders)}
            value={filter.stakeholder}
            onChange={(stakeholder) => onFilter({ ...filter, stakeholder })}
            clearable
            clearButtonProps={{ "aria-label": t`All stakeholder groups` }}
          />
        )}
        <Select
          aria-label={t`Order`}
          data={(Object.keys(sorts) as Sort[])
            .filter((sort) => sort !== "last" || group.may.manage)
            .map((sort) => ({ value: sort, label: sorts[sort] }))}
          value={filter.sort}
          onChange={(sort) => sort && onFilter({ ...filter, sort: sort as Sort })}
          allowDeselect={false}
        />
      </div>
    </div>
  );
}
