import { Plural, useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { fieldWord, findingWords } from "./findingWords";
import classes from "./list.module.css";
import type { SharedFault } from "./listState";
import type { Field } from "./participantsApi";
import { choices, SEATS, STAKEHOLDER_GROUPS } from "./words";

interface SharedFaultsProps {
  faults: SharedFault[];
  onChange: (ids: string[], field: Field, value: string) => void;
}

const FEW = 4;

/** Words that several rows share: one answer puts them right in all of them. */
export function SharedFaults({ faults, onChange }: SharedFaultsProps) {
  const { t } = useLingui();
  const [all, setAll] = useState(false);
  const shown = all ? faults : faults.slice(0, FEW);
  return (
    <section className={classes.faults} aria-label={t`To be answered once for several rows`}>
      <ul>
        {shown.map((fault) => (
          <Fault key={fault.key} fault={fault} onChange={onChange} />
        ))}
      </ul>
      {faults.length > shown.length && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          <Plural value={faults.length - shown.length} one="# more question" other="# more questions" />
        </Button>
      )}
    </section>
  );
}

function Fault({ fault, onChange }: { fault: SharedFault; onChange: SharedFaultsProps["onChange"] }) {
  const { t } = useLingui();
  const { finding, ids } = fault;
  const options = optionsFor(finding.field, t`yes`, t`no`);
  const name = fieldWord(finding.field);
  return (
    <li className={classes.fault}>
      <div>
        <Text size="sm" span>
          {findingWords(finding)}{" "}
          <Text span size="sm" c="dimmed">
            (<Plural value={ids.length} one="# row" other="# rows" />)
          </Text>
        </Text>
      </div>
      {finding.code === "delegation-similar" ? (
        <Button size="compact-sm" variant="default" onClick={() => onChange(ids, "delegation", finding.other)}>
          {t`“${finding.value}” is ${finding.other}`}
        </Button>
      ) : (
        <select
          className={classes.input}
          aria-label={t`${name} for all these rows`}
          value=""
          onChange={(event) => onChange(ids, finding.field, event.currentTarget.value)}
        >
          <option value="" disabled>
            {t`Choose…`}
          </option>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </li>
  );
}

/** What may stand in a column of fixed words; nothing for the others. */
export function optionsFor(field: Field, yes: string, no: string): { value: string; label: string }[] {
  if (field === "seat") return choices(SEATS);
  if (field === "stakeholder_group") return choices(STAKEHOLDER_GROUPS);
  if (field !== "may_act") return [];
  return [
    { value: "yes", label: yes },
    { value: "no", label: no },
  ];
}
