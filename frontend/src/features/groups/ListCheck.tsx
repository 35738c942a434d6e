import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { announce } from "../../ui/announce";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { fieldWord } from "./findingWords";
import { ListRows } from "./ListRows";
import classes from "./list.module.css";
import { changed, firstView, hasErrors, hasWarnings, rowsOf, sharedFaults, VIEWS, type View } from "./listState";
import {
  type CheckedRow,
  checkRows,
  type DelegationToMake,
  type Field,
  type FileRead,
  type ListedRow,
  type Taken,
  useTakeRows,
} from "./participantsApi";
import peopleClasses from "./people.module.css";
import { SharedFaults } from "./SharedFaults";
import type { GroupRead } from "./types";
import { wordFor } from "./words";

const REST = 500;

interface ListCheckProps {
  group: GroupRead;
  read: FileRead;
  onTaken: (taken: Taken) => void;
  onAgain: () => void;
}

/** What would come of the list: row by row, corrected in place, checked again by itself, then taken over. */
export function ListCheck({ group, read, onTaken, onAgain }: ListCheckProps) {
  const { t } = useLingui();
  const [rows, setRows] = useState<ListedRow[]>(() => read.rows.map(({ row }) => row));
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const { checked, delegations, checking, problem } = useChecked(group.id, read, rows, leftOut);
  const [view, setView] = useState<View>(() => firstView(read.rows));
  // Who is in a view is settled when it is opened: a row that was put right stays where one is looking.
  const [shown, setShown] = useState<ReadonlySet<string>>(() => idsOf(view, read.rows, new Set()));
  const take = useTakeRows(group.id);
  useLeavingAsked(!take.isSuccess);

  const included = checked.filter(({ row }) => !leftOut.has(row.id));
  const errors = included.filter(hasErrors);
  const counts: Record<View, number> = {
    errors: errors.length,
    warnings: included.filter((row) => hasWarnings(row) && !hasErrors(row)).length,
    all: checked.length,
  };
  const names: Record<View, string> = { errors: t`To correct`, warnings: t`To look at`, all: t`All rows` };
  const faults = useMemo(() => sharedFaults(checked, leftOut), [checked, leftOut]);
  const visible = checked.filter(({ row }) => shown.has(row.id));

  function look(at: View) {
    setView(at);
    setShown(idsOf(at, checked, leftOut));
  }

  function leave(ids: string[], out: boolean) {
    setLeftOut((before) => {
      const after = new Set(before);
      for (const id of ids) out ? after.add(id) : after.delete(id);
      return after;
    });
  }

  function change(ids: string[], field: Field, value: string) {
    setRows((before) => changed(before, ids, field, value));
  }

  return (
    <Stack gap="md">
      <Understood read={read} />
      <Outcomes rows={included} delegations={delegations} leftOut={leftOut.size} />
      {faults.length > 0 && <SharedFaults faults={faults} onChange={change} />}
      <fieldset className={peopleClasses.chips}>
        <legend className="visually-hidden">{t`Which rows are shown`}</legend>
        {VIEWS.filter((one) => one === "all" || one === view || counts[one] > 0).map((one) => (
          <button
            key={one}
            type="button"
            className={peopleClasses.chip}
            aria-pressed={one === view}
            onClick={() => look(one)}
          >
            {names[one]} <span className={peopleClasses.count}>{counts[one]}</span>
          </button>
        ))}
      </fieldset>
      <ListRows key={view} rows={visible} leftOut={leftOut} onChange={change} onLeaveOut={leave} />
      <div className={classes.foot}>
        <FormProblemAlert problem={problem || (take.error ? problemSentence(take.error) : "")} />
        {errors.length > 0 && (
          <Group gap="sm">
            <Text size="sm">
              <Plural
                value={errors.length}
                one="# row is to be corrected first, or left out."
                other="# rows are to be corrected first, or left out."
              />
            </Text>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() =>
                leave(
                  errors.map(({ row }) => row.id),
                  true,
                )
              }
            >
              <Plural value={errors.length} one="Leave it out" other="Leave these # out" />
            </Button>
          </Group>
        )}
        <Group gap="sm">
          <Button
            loading={take.isPending}
            disabled={errors.length > 0 || included.length === 0 || checking}
            onClick={() =>
              take.mutate(
                rows.filter((row) => !leftOut.has(row.id)),
                { onSuccess: onTaken },
              )
            }
          >
            <Plural value={included.length} one="Take over # person" other="Take over # people" />
          </Button>
          <Button variant="default" onClick={onAgain}>{t`Choose another file`}</Button>
          <Text size="sm" c="dimmed" role="status">
            {checking ? t`Checking…` : ""}
          </Text>
        </Group>
      </div>
    </Stack>
  );
}

function idsOf(view: View, rows: CheckedRow[], leftOut: ReadonlySet<string>): Set<string> {
  return new Set(rowsOf(view, rows, leftOut).map(({ row }) => row.id));
}

/** The check of the rows as they are now. It follows the last change after a moment; earlier answers are dropped. */
function useChecked(groupId: string, read: FileRead, rows: ListedRow[], leftOut: ReadonlySet<string>) {
  const { t } = useLingui();
  const [answer, setAnswer] = useState<{ rows: CheckedRow[]; delegations: DelegationToMake[] }>(read);
  const [checking, setChecking] = useState(false);
  const [problem, setProblem] = useState("");
  const asked = useRef({ rows, leftOut });

  useEffect(() => {
    if (asked.current.rows === rows && asked.current.leftOut === leftOut) return;
    const control = new AbortController();
    setChecking(true);
    const timer = setTimeout(async () => {
      const wanted = rows.filter((row) => !leftOut.has(row.id));
      try {
        const next =
          wanted.length > 0 ? await checkRows(groupId, wanted, control.signal) : { rows: [], delegations: [] };
        const fresh = new Map(next.rows.map((row) => [row.row.id, row]));
        setAnswer((before) => ({
          rows: before.rows.map((row) => fresh.get(row.row.id) ?? row),
          delegations: next.delegations,
        }));
        setProblem("");
        const left = next.rows.filter(hasErrors).length;
        announce(left === 0 ? t`Checked: nothing is left to correct.` : t`Checked: ${left} rows are left to correct.`);
        asked.current = { rows, leftOut };
        setChecking(false);
      } catch (error) {
        if (control.signal.aborted) return;
        setProblem(problemSentence(error));
        setChecking(false);
      }
    }, REST);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [groupId, rows, leftOut, t]);

  // A cell shows what was typed at once, not only when it has been checked.
  const typed = new Map(rows.map((row) => [row.id, row]));
  const checked = answer.rows.map((one) => ({
    ...one,
    row: { ...one.row, ...shownCells(typed.get(one.row.id), one) },
  }));
  return { checked, delegations: answer.delegations, checking, problem };
}

/** The words as typed, except where the check has recognised them ("Gov." as a government). */
function shownCells(typed: ListedRow | undefined, checked: CheckedRow): Partial<ListedRow> {
  if (!typed) return {};
  const faulty = new Set(checked.findings.filter(({ severity }) => severity === "error").map(({ field }) => field));
  const cells: Partial<ListedRow> = { name: typed.name, email: typed.email };
  for (const field of ["delegation", "stakeholder_group", "seat", "may_act", "office"] as const) {
    if (faulty.has(field)) cells[field] = typed[field];
  }
  return cells;
}

/** Asks before a list that somebody has worked on is left by closing the page. */
function useLeavingAsked(asks: boolean) {
  useEffect(() => {
    if (!asks) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [asks]);
}

function Understood({ read }: { read: FileRead }) {
  const { t } = useLingui();
  const columns = Object.entries(read.columns)
    .map(([heading, field]) => `${heading} → ${fieldWord(field)}`)
    .join(" · ");
  return (
    <details className={classes.details}>
      <summary>
        <Plural value={read.rows.length} one="# row was read" other="# rows were read" />
        {read.ignored.length > 0 && (
          <>
            {"; "}
            <Plural value={read.ignored.length} one="# column is not used" other="# columns are not used" />
          </>
        )}
      </summary>
      <Text size="sm" mt={4}>
        <bdi>{columns}</bdi>
      </Text>
      {read.ignored.length > 0 && (
        <Text size="sm">
          {t`Not used:`} <bdi>{read.ignored.join(" · ")}</bdi>
        </Text>
      )}
      {read.titles.length > 0 && (
        <Text size="sm">
          {t`Above the headings:`} <bdi>{read.titles.join(" / ")}</bdi>
        </Text>
      )}
    </details>
  );
}

interface OutcomesProps {
  rows: CheckedRow[];
  delegations: DelegationToMake[];
  leftOut: number;
}

function Outcomes({ rows, delegations, leftOut }: OutcomesProps) {
  const { t } = useLingui();
  const count = (outcome: CheckedRow["outcome"]) => rows.filter((row) => row.outcome === outcome).length;
  const numbers: [string, number][] = [
    [t`New`, count("new")],
    [t`Join from elsewhere`, count("joins")],
    [t`Seat changes`, count("changes")],
    [t`Already here`, count("here")],
    [t`To correct`, count("unclear")],
    [t`Left out`, leftOut],
  ];
  return (
    <div>
      <dl className={classes.outcomes}>
        {numbers
          .filter(([, number], index) => number > 0 || index === 0)
          .map(([name, number]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{number}</dd>
            </div>
          ))}
      </dl>
      {delegations.length > 0 && (
        <details className={classes.details}>
          <summary>
            <Plural value={delegations.length} one="# delegation will be made" other="# delegations will be made" />
          </summary>
          <ul className={classes.delegations}>
            {delegations.map((one) => (
              <li key={one.name}>
                <bdi>{one.name}</bdi>
                {" – "}
                {wordFor(one.stakeholder_group)}, {wordFor(one.seat)},{" "}
                <Plural value={one.people} one="# person" other="# people" />
              </li>
            ))}
          </ul>
        </details>
      )}
      {rows.length > 0 && rows.every((row) => row.outcome === "here") && (
        <Text size="sm" mt="xs">
          <Trans>Everybody on this list is here already, just so. Nothing would change.</Trans>
        </Text>
      )}
    </div>
  );
}
