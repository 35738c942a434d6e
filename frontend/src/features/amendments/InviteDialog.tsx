import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Select, Text } from "@mantine/core";
import { useState } from "react";
import { useSync } from "../../sync/DocumentSync";
import { useDocument } from "../../sync/document";
import { announce } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import { useDelegations, useInvite } from "./api";
import type { Proposal } from "./types";

/** Lets another delegation see a draft and write in it. */
export function InviteDialog({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  const { t } = useLingui();
  const { documentId } = useSync();
  const group = useDocument(documentId).data?.group.id ?? "";
  const delegations = useDelegations(group);
  const invite = useInvite(documentId);
  const [chosen, setChosen] = useState<string | null>(null);
  const there = new Set([...proposal.sponsors, ...proposal.invited].map((one) => one.delegation));
  const options = (delegations.data ?? [])
    .filter((one) => !there.has(one.id))
    .map((one) => ({ value: one.id, label: one.name }));
  const invited = proposal.invited.map((one) => one.name).join(", ");

  function run() {
    if (!chosen) return;
    const name = options.find((one) => one.value === chosen)?.label ?? "";
    invite.mutate(
      { id: proposal.id, delegation: chosen },
      {
        onSuccess: () => {
          announce(t`${name} was invited.`);
          onClose();
        },
      },
    );
  }

  return (
    <Dialog title={t`Invite to the draft`} onClose={onClose} size="md">
      <Text size="sm" mb="md">
        <Trans>Whom you invite sees this draft and may write in it before it is tabled.</Trans>
        {invited && (
          <>
            {" "}
            <Trans>
              Invited already: <bdi>{invited}</bdi>
            </Trans>
          </>
        )}
      </Text>
      <Select
        data-autofocus
        label={t`Delegation`}
        searchable
        selectFirstOptionOnChange
        data={options}
        value={chosen}
        onChange={setChosen}
        nothingFoundMessage={t`No delegation of that name`}
      />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button disabled={!chosen} loading={invite.isPending} onClick={run}>
          <Trans>Invite</Trans>
        </Button>
      </Group>
    </Dialog>
  );
}
