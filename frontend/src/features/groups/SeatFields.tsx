import { useLingui } from "@lingui/react/macro";
import { Radio, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Seat } from "../../api/types";
import type { GroupRead } from "./types";
import { choices, SEATS } from "./words";

export interface SeatValues {
  seat: Seat;
  delegation: string | null;
  may_act: "act" | "draft";
}

interface SeatFieldsProps<Values extends SeatValues> {
  group: GroupRead;
  form: UseFormReturnType<Values>;
}

/** Delegation, member or observer, and whether the person acts for the delegation or only drafts. */
export function SeatFields<Values extends SeatValues>({ group, form }: SeatFieldsProps<Values>) {
  const { t } = useLingui();
  // Mantine's paths cannot be followed through a type parameter; the three fields are SeatValues's own.
  const fields = form as unknown as UseFormReturnType<SeatValues>;
  const { seat, delegation } = fields.getValues();
  const observing = group.delegations.find((one) => one.id === delegation)?.seat === "observer";

  return (
    <>
      <Select
        label={t`Delegation`}
        data={[...group.delegations]
          .sort((a, b) => a.name.localeCompare(b.name))
          .map(({ id, name }) => ({ value: id, label: name }))}
        placeholder={t`None`}
        searchable
        clearable
        clearButtonProps={{ "aria-label": t`No delegation` }}
        nothingFoundMessage={t`No such delegation; add it on the page Delegations.`}
        {...fields.getInputProps("delegation")}
      />
      <Stack gap={4}>
        <Text size="sm" fw={500} id="seat">{t`Seat`}</Text>
        <SegmentedControl aria-labelledby="seat" data={choices(SEATS)} {...fields.getInputProps("seat")} />
        {observing && seat === "member" && (
          <Text size="sm" c="dimmed">{t`The delegation observes, so its people observe too.`}</Text>
        )}
      </Stack>
      {seat === "member" && delegation && (
        <Radio.Group label={t`In the name of the delegation`} {...fields.getInputProps("may_act")}>
          <Stack gap="xs" mt={6}>
            <Radio value="act" label={t`May act for it`} />
            <Radio value="draft" label={t`May only draft`} />
          </Stack>
        </Radio.Group>
      )}
    </>
  );
}
