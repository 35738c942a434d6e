import { useLingui } from "@lingui/react/macro";
import { Button, Group, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { isEmail, useForm } from "@mantine/form";
import { useState } from "react";
import { uuid7 } from "../../api/ids";
import type { Seat } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { FormDialog } from "../../ui/FormDialog";
import { useSubmit } from "../../ui/forms";
import { CodeShown } from "./CodeShown";
import { useWalkIn } from "./peopleApi";
import type { GroupRead, StakeholderGroup } from "./types";
import { choices, SEATS, STAKEHOLDER_GROUPS } from "./words";

interface WalkInDialogProps {
  group: GroupRead;
  /** What was looked for and not found. */
  name: string;
  onClose: () => void;
}

const NEW = "new";

/** Registers somebody who was on no list: name, delegation, seat, and in. */
export function WalkInDialog({ group, name, onClose }: WalkInDialogProps) {
  const { t } = useLingui();
  const walkIn = useWalkIn(group.id);
  const [id] = useState(uuid7);
  const form = useForm({
    initialValues: {
      name: name.includes("@") ? "" : name,
      email: name.includes("@") ? name : "",
      delegation: null as string | null,
      new_delegation: "",
      stakeholder_group: "government" as StakeholderGroup,
      seat: "observer" as Seat,
    },
    validate: {
      name: (value) => (value.trim() ? null : t`Please type the name.`),
      email: (value) => (value.trim() ? isEmail(t`Please type an e-mail address.`)(value.trim()) : null),
      new_delegation: (value, { delegation }) =>
        delegation === NEW && !value.trim() ? t`Please name the delegation.` : null,
    },
  });
  const values = form.getValues();
  const isNew = values.delegation === NEW;
  const observing = group.delegations.find((one) => one.id === values.delegation)?.seat === "observer";
  const submit = useSubmit(form, async (given) => {
    const seat = observing ? "observer" : given.seat;
    await walkIn.mutateAsync({
      id,
      name: given.name.trim(),
      email: given.email.trim() || null,
      delegation: isNew ? null : given.delegation,
      new_delegation: isNew ? given.new_delegation.trim() : null,
      stakeholder_group: isNew ? given.stakeholder_group : null,
      seat,
      may_act: seat === "member",
    });
  });

  if (walkIn.data) {
    const { code, name: registered } = walkIn.data;
    return (
      <Dialog title={t`${registered} is registered`} onClose={onClose}>
        <Stack gap="md">
          {code ? (
            <CodeShown group={group} code={code} />
          ) : (
            <Text>{t`${registered} has an account on this server already, and signs in as before.`}</Text>
          )}
          <Group justify="flex-end">
            <Button onClick={onClose}>{t`Done`}</Button>
          </Group>
        </Stack>
      </Dialog>
    );
  }
  return (
    <FormDialog title={t`Register somebody new`} action={t`Register and let in`} onClose={onClose} {...submit}>
      <TextInput label={t`Name`} maxLength={200} dir="auto" data-autofocus {...form.getInputProps("name")} />
      <TextInput
        label={t`E-mail address, if there is one`}
        type="email"
        maxLength={254}
        dir="ltr"
        {...form.getInputProps("email")}
      />
      <Select
        label={t`Delegation`}
        placeholder={t`None`}
        data={[
          { value: NEW, label: t`A new delegation…` },
          ...[...group.delegations]
            .sort((a, b) => a.name.localeCompare(b.name))
            .map((one) => ({ value: one.id, label: one.name })),
        ]}
        searchable
        clearable
        clearButtonProps={{ "aria-label": t`No delegation` }}
        {...form.getInputProps("delegation")}
      />
      {isNew && (
        <Group grow align="flex-start">
          <TextInput
            label={t`Name of the delegation`}
            maxLength={200}
            dir="auto"
            {...form.getInputProps("new_delegation")}
          />
          <Select
            label={t`Stakeholder group`}
            data={choices(STAKEHOLDER_GROUPS)}
            allowDeselect={false}
            {...form.getInputProps("stakeholder_group")}
          />
        </Group>
      )}
      <Stack gap={4}>
        <Text size="sm" fw={600} id="walk-in-seat">{t`Seat`}</Text>
        <SegmentedControl
          aria-labelledby="walk-in-seat"
          data={choices(SEATS)}
          disabled={observing}
          {...form.getInputProps("seat")}
          value={observing ? "observer" : values.seat}
        />
        {observing && <Text size="sm" c="dimmed">{t`The delegation observes, so its people observe too.`}</Text>}
      </Stack>
    </FormDialog>
  );
}
