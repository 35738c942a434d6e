import { Plural, useLingui } from "@lingui/react/macro";
import {
  ActionIcon,
  Button,
  Group,
  Menu,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { FormDialog } from "../../ui/FormDialog";
import { problemSentence, useSubmit } from "../../ui/forms";
import { usePeople, useRemoveDelegation, useSaveDelegation } from "./api";
import { Section } from "./GroupFrame";
import classes from "./groups.module.css";
import type { DelegationRead, GroupRead, PersonRead, StakeholderGroup } from "./types";
import { choices, SEATS, STAKEHOLDER_GROUPS, wordFor } from "./words";

/** A group's delegations, by stakeholder group. */
export function DelegationsSection({ group }: { group: GroupRead }) {
  const { t } = useLingui();
  const people = usePeople(group.id).data;
  const [open, setOpen] = useState<"add" | { edit: DelegationRead } | { remove: DelegationRead } | null>(null);
  const close = () => setOpen(null);

  return (
    <Section
      id="delegations"
      title={t`Delegations`}
      action={group.may.manage && <Button size="sm" onClick={() => setOpen("add")}>{t`Add a delegation`}</Button>}
    >
      {group.delegations.length === 0 && (
        <Text c="dimmed">
          {group.may.manage
            ? t`There are no delegations yet. Add the bodies that take part, then invite their people.`
            : t`There are no delegations yet.`}
        </Text>
      )}
      <Stack gap="xl">
        {byStakeholderGroup(group.delegations).map(([kind, delegations]) => (
          <div key={kind}>
            <Title order={3} size="h5" mb={4}>
              {wordFor(kind)} ({delegations.length})
            </Title>
            <ul className={classes.list}>
              {delegations.map((delegation) => (
                <li key={delegation.id} className={classes.item}>
                  <div>
                    <Text fw={600}>
                      <bdi>{delegation.name}</bdi>
                    </Text>
                    <div className={classes.quiet}>
                      {wordFor(delegation.seat)}
                      {people && (
                        <>
                          {" · "}
                          <Plural value={countOf(people, delegation)} _0="nobody yet" one="# person" other="# people" />
                        </>
                      )}
                    </div>
                  </div>
                  {group.may.manage && (
                    <DelegationMenu
                      name={delegation.name}
                      onEdit={() => setOpen({ edit: delegation })}
                      onRemove={() => setOpen({ remove: delegation })}
                    />
                  )}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </Stack>
      {open === "add" && <DelegationDialog groupId={group.id} onClose={close} />}
      {open && open !== "add" && "edit" in open && (
        <DelegationDialog groupId={group.id} delegation={open.edit} onClose={close} />
      )}
      {open && open !== "add" && "remove" in open && (
        <RemoveDialog groupId={group.id} delegation={open.remove} onClose={close} />
      )}
    </Section>
  );
}

/** Delegations in the order that stakeholder groups are named in, each by name. */
export function byStakeholderGroup(delegations: DelegationRead[]): [StakeholderGroup, DelegationRead[]][] {
  const sorted = [...delegations].sort((a, b) => a.name.localeCompare(b.name));
  return STAKEHOLDER_GROUPS.map((kind): [StakeholderGroup, DelegationRead[]] => [
    kind,
    sorted.filter((one) => one.stakeholder_group === kind),
  ]).filter(([, list]) => list.length > 0);
}

function countOf(people: PersonRead[], delegation: DelegationRead): number {
  return people.filter((person) => person.delegation?.id === delegation.id).length;
}

function DelegationMenu({ name, onEdit, onRemove }: { name: string; onEdit: () => void; onRemove: () => void }) {
  const { t } = useLingui();
  return (
    <Menu position="bottom-end" width={280} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" size={36} color="gray" aria-label={t`What to do with ${name}`}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onEdit}>{t`Change name, stakeholder group or seat`}</Menu.Item>
        <Menu.Item c="var(--danger)" onClick={onRemove}>{t`Remove`}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface DelegationDialogProps {
  groupId: string;
  delegation?: DelegationRead;
  onClose: () => void;
}

function DelegationDialog({ groupId, delegation, onClose }: DelegationDialogProps) {
  const { t } = useLingui();
  const save = useSaveDelegation(groupId, delegation?.id);
  const form = useForm({
    initialValues: {
      name: delegation?.name ?? "",
      stakeholder_group: delegation?.stakeholder_group ?? ("government" as StakeholderGroup),
      seat: delegation?.seat ?? "member",
    },
    validate: { name: (value) => (value.trim() ? null : t`Please name the delegation.`) },
  });
  const submit = useSubmit(form, async (values) => {
    await save.mutateAsync({ ...values, name: values.name.trim() });
    onClose();
  });

  return (
    <FormDialog
      title={delegation ? t`Change ${delegation.name}` : t`Add a delegation`}
      action={delegation ? t`Keep the changes` : t`Add`}
      onClose={onClose}
      {...submit}
    >
      <TextInput
        label={t`Name`}
        description={t`As the meeting calls it: “Brazil”, “ISOC”.`}
        maxLength={200}
        dir="auto"
        data-autofocus
        {...form.getInputProps("name")}
      />
      <Select
        label={t`Stakeholder group`}
        data={choices(STAKEHOLDER_GROUPS)}
        allowDeselect={false}
        {...form.getInputProps("stakeholder_group")}
      />
      <Stack gap={4}>
        <Text size="sm" fw={600} id="delegation-seat">{t`Seat`}</Text>
        <SegmentedControl aria-labelledby="delegation-seat" data={choices(SEATS)} {...form.getInputProps("seat")} />
        <Text size="sm" c="dimmed">{t`Nobody in a delegation that observes may write.`}</Text>
      </Stack>
    </FormDialog>
  );
}

function RemoveDialog({ groupId, delegation, onClose }: Required<DelegationDialogProps>) {
  const { t } = useLingui();
  const remove = useRemoveDelegation(groupId);
  return (
    <FormDialog
      title={t`Remove ${delegation.name}?`}
      action={t`Remove`}
      danger
      size="md"
      sending={remove.isPending}
      problem={remove.isError ? problemSentence(remove.error) : ""}
      onClose={onClose}
      onSubmit={(event) => {
        event?.preventDefault();
        remove.mutate(delegation.id, { onSuccess: onClose });
      }}
    >
      <Group>
        <Text>{t`Only a delegation for which nobody ever had a seat can be removed: the record of decisions names the others.`}</Text>
      </Group>
    </FormDialog>
  );
}
