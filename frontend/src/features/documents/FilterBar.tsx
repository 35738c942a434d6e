import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Popover, Radio, Stack } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { STATUSES, statusWord } from "../../ui/status";
import classes from "./FilterBar.module.css";
import { ALL, type Filters, isFiltering, KINDS, type Since } from "./filters";
import { type KnownSince, kindWord, sinceWords } from "./filterWords";

interface FilterBarProps {
  filters: Filters;
  onFilters: (filters: Filters) => void;
  shown: number;
  total: number;
  /** Beginnings that are known, with what each is called. */
  since: KnownSince[];
  /** Signed in, so that something can be mine. */
  mine: boolean;
}

/** Which paragraphs are shown, of how many, and how to see others. */
export function FilterBar(props: FilterBarProps) {
  const { filters, onFilters, shown, total } = props;
  const { t } = useLingui();
  const filtering = isFiltering(filters);

  return (
    <section className={classes.bar} data-filtering={filtering || undefined} aria-label={t`Which paragraphs are shown`}>
      <FilterMenu {...props} />
      {filtering && (
        <>
          <Chips {...props} />
          <span className={classes.count} role="status">
            <Trans>
              {shown} of {total} shown
            </Trans>
          </span>
          <Button size="compact-sm" variant="subtle" onClick={() => onFilters(ALL)}>
            <Trans>Show all</Trans>
          </Button>
        </>
      )}
    </section>
  );
}

function FilterMenu({ filters, onFilters, since, mine }: FilterBarProps) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const toggled = <One,>(all: readonly One[], one: One, on: boolean) =>
    on ? [...all, one] : all.filter((other) => other !== one);

  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={300} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          data-filter=""
          leftSection={<IconFilter size={15} aria-hidden />}
          onClick={() => setOpened((was) => !was)}
        >
          <Trans>Filter</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.menu} aria-label={t`Filter`}>
        <Group title={t`Status`}>
          {STATUSES.map((status) => (
            <Checkbox
              key={status}
              size="sm"
              label={statusWord(status)}
              checked={filters.status.includes(status)}
              onChange={(event) =>
                onFilters({ ...filters, status: toggled(filters.status, status, event.currentTarget.checked) })
              }
            />
          ))}
        </Group>
        <Group title={t`What it is`}>
          {KINDS.map((kind) => (
            <Checkbox
              key={kind}
              size="sm"
              label={kindWord(kind)}
              checked={filters.kind.includes(kind)}
              onChange={(event) =>
                onFilters({ ...filters, kind: toggled(filters.kind, kind, event.currentTarget.checked) })
              }
            />
          ))}
        </Group>
        <Group title={t`Only`}>
          {mine && (
            <Checkbox
              size="sm"
              label={t`mine`}
              description={t`Proposed by my delegation, or with a draft of mine beside it`}
              checked={filters.mine}
              onChange={(event) => onFilters({ ...filters, mine: event.currentTarget.checked })}
            />
          )}
          <Checkbox
            size="sm"
            label={t`with brackets`}
            checked={filters.bracketed}
            onChange={(event) => onFilters({ ...filters, bracketed: event.currentTarget.checked })}
          />
        </Group>
        {since.length > 0 && (
          <Radio.Group
            className={classes.group}
            label={t`Changed since`}
            value={filters.since ?? ""}
            onChange={(value) => onFilters({ ...filters, since: (value || null) as Since | null })}
          >
            <Stack gap={6} mt={6}>
              <Radio size="sm" value="" label={t`whenever`} />
              {since.map(({ since: one, words, moment }) => (
                <Radio key={one} size="sm" value={one} label={words} description={moment} />
              ))}
            </Stack>
          </Radio.Group>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes.group}>
      <legend>{title}</legend>
      <Stack gap={6}>{children}</Stack>
    </fieldset>
  );
}

/** What is chosen, each to be taken away by itself. */
function Chips({ filters, onFilters, since }: FilterBarProps) {
  const { t } = useLingui();
  const chips: [string, Filters][] = [
    ...filters.status.map((one): [string, Filters] => [
      statusWord(one),
      { ...filters, status: filters.status.filter((other) => other !== one) },
    ]),
    ...filters.kind.map((one): [string, Filters] => [
      kindWord(one),
      { ...filters, kind: filters.kind.filter((other) => other !== one) },
    ]),
  ];
  if (filters.mine) chips.push([t`mine`, { ...filters, mine: false }]);
  if (filters.bracketed) chips.push([t`with brackets`, { ...filters, bracketed: false }]);
  if (filters.since) {
    const known = since.find((one) => one.since === filters.since);
    chips.push([t`changed since: ${known?.words ?? sinceWords(filters.since)}`, { ...filters, since: null }]);
  }
  return (
    <ul className={classes.chips}>
      {chips.map(([words, without]) => (
        <li key={words}>
          <button type="button" onClick={() => onFilters(without)} aria-label={t`Do not filter by: ${words}`}>
            {words}
            <IconX size={13} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}

interface NothingShownProps {
  onAll: () => void;
  total: number;
}

/** Instead of the text, when no paragraph is among those wanted. */
export function NothingShown({ onAll, total }: NothingShownProps) {
  return (
    <div className={classes.nothing}>
      <p>
        <Trans>No paragraph is of the kind you chose.</Trans>
      </p>
      <Button variant="default" onClick={onAll}>
        <Plural value={total} one="Show the # paragraph" other="Show all # paragraphs" />
      </Button>
    </div>
  );
}
