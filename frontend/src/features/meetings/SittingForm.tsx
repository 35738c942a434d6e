import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Radio, Stack, Text } from "@mantine/core";
import { IconDeviceTv } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import type { PageState, SittingAccess } from "../../api/types";
import { announce } from "../../ui/announce";
import { FormDialog } from "../../ui/FormDialog";
import { isProblem, problemSentence } from "../../ui/forms";
import { Warning } from "../../ui/Warning";
import { useChangeSitting, useDisplays, useOpenSitting } from "./api";
import { accessName, accessSentence, sittingName } from "./words";

const ACCESSES: SittingAccess[] = ["everyone", "members", "closed"];

interface SittingFormProps {
  state: PageState;
  onClose: () => void;
}

/** Opens a sitting, or changes the one that goes on: who may follow, which categories are planned. */
export function SittingForm({ state, onClose }: SittingFormProps) {
  const { t } = useLingui();
  const { sitting, categories } = state;
  const [access, setAccess] = useState<SittingAccess>(sitting?.access ?? "everyone");
  const [planned, setPlanned] = useState<string[]>(sitting?.planned ?? []);
  const opening = useOpenSitting(state.id);
  const changing = useChangeSitting(state.id);
  const screens = useDisplays(state.id);
  const { error, isPending } = sitting ? changing : opening;
  const shown = screens.data?.length ?? 0;
  const noMeeting = isProblem(error) && error.slug === "no-meeting";

  function submit(event?: FormEvent) {
    event?.preventDefault();
    const done = {
      onSuccess: () => {
        announce(sitting ? t`The sitting was changed.` : t`The sitting is open.`);
        onClose();
      },
    };
    if (sitting) changing.mutate({ id: sitting.id, access, planned }, done);
    else opening.mutate({ access, planned }, done);
  }

  return (
    <FormDialog
      title={sitting ? sittingName(sitting) : t`Open a sitting`}
      action={sitting ? t`Save` : t`Open the sitting`}
      onSubmit={submit}
      onClose={onClose}
      sending={isPending}
      problem={error && !noMeeting ? problemSentence(error) : ""}
    >
      {(noMeeting || (!sitting && !state.meeting)) && (
        <Warning icon={<IconDeviceTv aria-hidden />} title={t`No meeting is open`} alert={noMeeting}>
          <Text size="sm">
            <Trans>
              A sitting belongs to a meeting.{" "}
              <Link to={`/groups/${state.group.id}/meetings`}>Open the meeting on the group's page</Link>, then come
              back.
            </Trans>
          </Text>
        </Warning>
      )}
      <Radio.Group label={t`Who may follow`} value={access} onChange={(value) => setAccess(value as SittingAccess)}>
        <Stack gap="xs" mt="xs">
          {ACCESSES.map((one) => (
            <Radio key={one} value={one} label={accessName(one)} description={accessSentence(one, state.audience)} />
          ))}
        </Stack>
      </Radio.Group>
      {access !== "everyone" && shown > 0 && (
        <Warning
          icon={<IconDeviceTv aria-hidden />}
          title={t`Screens show what is discussed to whoever is before them`}
        >
          <Text size="sm">
            <Plural
              value={shown}
              one="# screen in the room shows this document's wall without anybody signed in there."
              other="# screens in the room show this document's wall without anybody signed in there."
            />
          </Text>
        </Warning>
      )}
      {categories.length > 0 && (
        <Checkbox.Group
          label={t`Planned for this sitting`}
          description={t`At its end, what was not reached in these is listed. Without a choice: in all of them.`}
          value={planned}
          onChange={setPlanned}
        >
          <Stack gap="xs" mt="xs">
            {categories.map(({ id, code, title }) => (
              <Checkbox
                key={id}
                value={id}
                label={
                  <>
                    <bdi>{code}</bdi>
                    {title && title !== code && (
                      <>
                        {" "}
                        <bdi>{title}</bdi>
                      </>
                    )}
                  </>
                }
              />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </FormDialog>
  );
}
