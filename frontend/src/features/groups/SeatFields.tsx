import { useLingui } from "@lingui/react/macro";
import { Radio, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Seat } from "../../api/types";
import type { GroupRead } from "./types";
import { choices, SEATS } from "./words";

export interface SeatValues {
  /** "none": offices alone. */
  seat: Seat | "none";
  delegation: string | null;
  may_act: "act" | "draft";
}

/** What is sent of a seat: without one there is no delegation to act for. */
export function toSeat({ seat, delegation, may_act }: SeatValues) {
  if (seat === "none") return { seat: null, delegation: null, may_act: false };
  return { seat, delegation, may_act: seat === "member" && may_act === "act" };
}

interface SeatFieldsProps<Values extends SeatValues> {
  group: GroupRead;
  form: UseFormReturnType<Values>;
  /** Whether "no seat, offices alone" may be chosen. */
  seatless?: boolean;
}

/** Member or observer, the delegation, and whether the person acts for it or only drafts. */
export function SeatFields<Values extends SeatValues>({ group, form, seatless }: SeatFieldsProps<Values>) {
  const { t } = useLingui();
  // Mantine's paths cannot be followed through a type parameter; the three fields are SeatValues's own.
  const fields = form as unknown as UseFormReturnType<SeatValues>;
  const { seat, delegation } = fields.getValues();
  const observing = group.delegations.find((one) => one.id === delegation)?.seat === "observer";
  const seats = choices(SEATS);
  if (seatless) seats.push({ value: "none", label: t`No seat` });

  return (
    <>
      <Stack gap={4}>
        <Text size="sm" fw={600} id="seat">{t`Seat`}</Text>
        <SegmentedControl aria-labelledby="seat" data={seats} {...fields.getInputProps("seat")} />
        {seat === "none" && (
          <Text size="sm" c="dimmed">{t`For those with an office alone, such as secretariat staff.`}</Text>
        )}
        {observing && seat === "member" && (
          <Text size="sm" c="dimmed">{t`The delegation observes, so its people observe too.`}</Text>
        )}
      </Stack>
      {seat !== "none" && (
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
      )}
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
