import { useLingui } from "@lingui/react/macro";
import { Group, NumberInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormDialog } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { useSaveMeeting } from "./api";
import { type MeetingValues, meetingFaults, nextNumber, toMeeting } from "./meetings";
import type { GroupRead, MeetingRead } from "./types";

interface MeetingDialogProps {
  group: GroupRead;
  meeting?: MeetingRead;
  onClose: () => void;
}

/** Adds a meeting, or changes one. */
export function MeetingDialog({ group, meeting, onClose }: MeetingDialogProps) {
  const { t } = useLingui();
  const save = useSaveMeeting(group.id, meeting?.id);
  const form = useForm<MeetingValues>({
    initialValues: {
      number: meeting?.number ?? nextNumber(group.meetings),
      title: meeting?.title ?? "",
      from_day: meeting?.from_day ?? "",
      until_day: meeting?.until_day ?? "",
      place: meeting?.place ?? "",
      stream_url: meeting?.stream_url ?? "",
      recording_url: meeting?.recording_url ?? "",
    },
    validate: (values) =>
      meetingFaults(
        values,
        group.meetings.filter((one) => one.id !== meeting?.id),
      ),
  });
  const submit = useSubmit(form, async (values) => {
    await save.mutateAsync(toMeeting(values));
    onClose();
  });

  return (
    <FormDialog
      title={meeting ? t`Change meeting ${meeting.number}` : t`Add a meeting`}
      action={meeting ? t`Keep the changes` : t`Add`}
      onClose={onClose}
      {...submit}
    >
      <Group align="flex-start" gap="sm" wrap="nowrap">
        <NumberInput
          label={t`Number`}
          min={1}
          max={9999}
          allowDecimal={false}
          w="6rem"
          stepHoldDelay={500}
          stepHoldInterval={100}
          {...form.getInputProps("number")}
        />
        <TextInput
          label={t`Title`}
          maxLength={300}
          flex={1}
          dir="auto"
          data-autofocus
          {...form.getInputProps("title")}
        />
      </Group>
      <Group align="flex-start" gap="sm" grow>
        <TextInput label={t`First day`} type="date" {...form.getInputProps("from_day")} />
        <TextInput label={t`Last day`} type="date" {...form.getInputProps("until_day")} />
      </Group>
      <TextInput label={t`Place`} maxLength={200} dir="auto" {...form.getInputProps("place")} />
      <TextInput
        label={t`Link to the live stream`}
        type="url"
        placeholder="https://"
        maxLength={1000}
        dir="ltr"
        {...form.getInputProps("stream_url")}
      />
      <TextInput
        label={t`Link to the recording`}
        type="url"
        placeholder="https://"
        maxLength={1000}
        dir="ltr"
        {...form.getInputProps("recording_url")}
      />
    </FormDialog>
  );
}
