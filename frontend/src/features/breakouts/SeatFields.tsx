import { useLingui } from "@lingui/react/macro";
import { MultiSelect, Text } from "@mantine/core";
import { type SeatsChosen, useCandidates } from "./seats";

interface SeatFieldsProps {
  groupId: string;
  chosen: SeatsChosen;
  onChosen: (chosen: SeatsChosen) => void;
}

/** Convener, rapporteur and participants, each found by typing. */
export function SeatFields({ groupId, chosen, onChosen }: SeatFieldsProps) {
  const { t } = useLingui();
  const { candidates, isError } = useCandidates(groupId);
  const people = candidates?.people ?? [];
  const shared = {
    searchable: true,
    hidePickedOptions: true,
    clearable: true,
    limit: 60,
    clearButtonProps: { "aria-label": t`Take all out` },
    nothingFoundMessage: isError ? t`The list of people could not be loaded.` : t`Nobody is called so.`,
    comboboxProps: { withinPortal: true },
  } as const;
  return (
    <>
      <MultiSelect
        {...shared}
        label={t`Convener`}
        description={t`Leads the group, marks what it recommends and may report.`}
        data={people}
        value={chosen.conveners}
        onChange={(conveners) => onChosen({ ...chosen, conveners })}
      />
      <MultiSelect
        {...shared}
        label={t`Rapporteur`}
        description={t`Writes the short report to the plenary.`}
        data={people}
        value={chosen.rapporteurs}
        onChange={(rapporteurs) => onChosen({ ...chosen, rapporteurs })}
      />
      <MultiSelect
        {...shared}
        label={t`Participants`}
        description={t`Delegations whole, or persons.`}
        data={
          candidates
            ? [
                { group: t`Delegations`, items: candidates.delegations },
                { group: t`Persons`, items: candidates.people },
              ]
            : []
        }
        value={chosen.others}
        onChange={(others) => onChosen({ ...chosen, others })}
      />
      {isError && (
        <Text role="alert" size="sm" c="var(--danger)">
          {t`The list of people could not be loaded. Close this and try again.`}
        </Text>
      )}
    </>
  );
}
