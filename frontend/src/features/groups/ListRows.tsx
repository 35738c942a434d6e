import { useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { memo, useState } from "react";
import { fieldWord, findingWords, outcomeWords } from "./findingWords";
import classes from "./list.module.css";
import type { CheckedRow, Field, Finding } from "./participantsApi";
import { optionsFor } from "./SharedFaults";
import { wordFor } from "./words";

const A_PAGE = 50;
const ALWAYS: Field[] = ["name", "email", "delegation", "stakeholder_group", "seat"];

interface ListRowsProps {
  rows: CheckedRow[];
  leftOut: ReadonlySet<string>;
  onChange: (ids: string[], field: Field, value: string) => void;
  onLeaveOut: (ids: string[], out: boolean) => void;
}

/** The rows as a table whose cells are corrected in place; on a telephone each row is a card. */
export function ListRows({ rows, leftOut, onChange, onLeaveOut }: ListRowsProps) {
  const { t } = useLingui();
  const [pages, setPages] = useState(1);
  const optional: Field[] = ["may_act", "office"];
  const fields = [...ALWAYS, ...optional.filter((field) => rows.some(({ row }) => row[field] !== ""))];
  const shown = rows.slice(0, pages * A_PAGE);
  if (rows.length === 0) return <Text>{t`There is nothing here any more.`}</Text>;

  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t`Take`}</th>
            <th scope="col">{t`Row`}</th>
            {fields.map((field) => (
              <th key={field} scope="col">
                {fieldWord(field)}
              </th>
            ))}
            <th scope="col">{t`What comes of it`}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((checked) => (
            <Row
              key={checked.row.id}
              checked={checked}
              fields={fields.join(" ")}
              isOut={leftOut.has(checked.row.id)}
              onChange={onChange}
              onLeaveOut={onLeaveOut}
            />
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <Button mt="sm" variant="default" onClick={() => setPages(pages + 1)}>
          {t`Show more (${rows.length - shown.length} left)`}
        </Button>
      )}
    </div>
  );
}

interface RowProps extends Pick<ListRowsProps, "onChange" | "onLeaveOut"> {
  checked: CheckedRow;
  /** Joined, so that an unchanged list of columns is the same one. */
  fields: string;
  isOut: boolean;
}

const Row = memo(
  function Row({ checked, fields, isOut, onChange, onLeaveOut }: RowProps) {
    const { t } = useLingui();
    const { row, findings } = checked;
    const who = row.name || row.email || t`row ${row.number}`;
    return (
      <tr className={classes.row} data-out={isOut || undefined} data-outcome={checked.outcome}>
        <td className={classes.take}>
          <input
            type="checkbox"
            checked={!isOut}
            aria-label={t`Take over ${who}`}
            onChange={(event) => onLeaveOut([row.id], !event.currentTarget.checked)}
          />
        </td>
        <td className={classes.number} data-label={t`Row`}>
          {row.number}
        </td>
        {(fields.split(" ") as Field[]).map((field) => (
          <td key={field} data-label={fieldWord(field)}>
            <Cell
              key={row[field]}
              field={field}
              value={row[field]}
              who={who}
              findings={isOut ? [] : findings.filter((finding) => finding.field === field)}
              onChange={(value) => onChange([row.id], field, value)}
            />
          </td>
        ))}
        <td className={classes.outcome} data-label={t`What comes of it`}>
          {isOut ? t`Left out` : outcomeWords(checked)}
        </td>
      </tr>
    );
  },
  (before, after) =>
    before.fields === after.fields &&
    before.isOut === after.isOut &&
    JSON.stringify(before.checked) === JSON.stringify(after.checked),
);

interface CellProps {
  field: Field;
  value: string;
  who: string;
  findings: Finding[];
  onChange: (value: string) => void;
}

/** Words that become a field where they are pressed; a cell with an error is one from the start. */
function Cell({ field, value, who, findings, onChange }: CellProps) {
  const { t } = useLingui();
  const [editing, setEditing] = useState(false);
  const isWrong = findings.some((finding) => finding.severity === "error");
  const name = fieldWord(field);
  return (
    <>
      {editing || isWrong ? (
        <CellInput
          field={field}
          value={value}
          label={t`${name} of ${who}`}
          focus={editing}
          invalid={isWrong}
          onDone={(next) => {
            setEditing(false);
            if (next !== null && next !== value) onChange(next);
          }}
        />
      ) : (
        <button type="button" className={classes.cell} onClick={() => setEditing(true)}>
          {value ? <bdi>{cellWords(field, value)}</bdi> : <span className={classes.nothing}>–</span>}
          <span className="visually-hidden">{t`Correct ${name} of ${who}`}</span>
        </button>
      )}
      {findings.map((finding) => (
        <Said
          key={finding.code}
          finding={finding}
          onUse={finding.code === "delegation-similar" ? () => onChange(finding.other) : undefined}
        />
      ))}
    </>
  );
}

function cellWords(field: Field, value: string): string {
  if (field === "stakeholder_group" || field === "seat") return wordFor(value);
  return field === "office" ? value.split(", ").map(wordFor).join(", ") : value;
}

interface CellInputProps {
  field: Field;
  value: string;
  label: string;
  focus: boolean;
  invalid: boolean;
  onDone: (value: string | null) => void;
}

function CellInput({ field, value, label, focus, invalid, onDone }: CellInputProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(value);
  const options = optionsFor(field, t`yes`, t`no`);
  const shared = { className: classes.input, "aria-label": label, "aria-invalid": invalid || undefined };

  if (options.length > 0) {
    const known = options.some((option) => option.value === value);
    return (
      <select
        {...shared}
        // biome-ignore lint/a11y/noAutofocus: it was just pressed to be changed
        autoFocus={focus}
        value={known ? value : ""}
        onChange={(event) => onDone(event.currentTarget.value)}
        onBlur={() => onDone(null)}
      >
        <option value="">{known || !value ? t`(empty)` : value}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...shared}
      // biome-ignore lint/a11y/noAutofocus: it was just pressed to be changed
      autoFocus={focus}
      type="text"
      dir={field === "email" ? "ltr" : "auto"}
      maxLength={500}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => onDone(typed.trim())}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") {
          setTyped(value);
          onDone(null);
        }
      }}
    />
  );
}

function Said({ finding, onUse }: { finding: Finding; onUse?: () => void }) {
  const { t } = useLingui();
  const Icon = finding.severity === "note" ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className={classes.said} data-severity={finding.severity}>
      <Icon size={14} aria-hidden />
      <span>
        {findingWords(finding)}
        {onUse && (
          <button type="button" className={classes.use} onClick={onUse}>
            {t`Use ${finding.other}`}
          </button>
        )}
      </span>
    </div>
  );
}
