import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Select } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { useSync } from "../../sync/DocumentSync";
import { useDocument } from "../../sync/document";
import { announce } from "../../ui/announce";
import { placeOf } from "../paragraphs/place";
import { usePlaceAgain } from "./api";
import classes from "./Proposals.module.css";
import type { Proposal } from "./types";

/** The paragraph was split or joined: somebody says which one it concerns now. */
export function PlaceAgain({ proposal }: { proposal: Proposal }) {
  const { t } = useLingui();
  const { documentId } = useSync();
  const state = useDocument(documentId).data;
  const place = usePlaceAgain(documentId);
  const [chosen, setChosen] = useState<string | null>(proposal.paragraph);
  const may = proposal.may.edit || proposal.may.withdraw;
  const options = (state?.paragraphs ?? [])
    .filter((one) => !one.withdrawn && one.category === proposal.category && (one.address || one.label))
    .map((one) => ({ value: one.id, label: `${placeOf(one)} ${one.words.slice(0, 40)}` }));
  return (
    <div className={classes.again}>
      <p className={classes.warn}>
        <IconAlertTriangle size={14} aria-hidden />
        <Trans>The text was split or joined since: say again which paragraph it concerns.</Trans>
      </p>
      {may && (
        <Group gap="xs">
          <Select
            size="xs"
            aria-label={t`Paragraph`}
            searchable
            data={options}
            value={chosen}
            onChange={setChosen}
            flex="1 1 12rem"
          />
          <Button
            size="compact-sm"
            variant="default"
            disabled={!chosen}
            loading={place.isPending}
            onClick={() =>
              chosen &&
              place.mutate({ id: proposal.id, paragraph: chosen }, { onSuccess: () => announce(t`It was placed.`) })
            }
          >
            <Trans>Place it here</Trans>
          </Button>
        </Group>
      )}
    </div>
  );
}
