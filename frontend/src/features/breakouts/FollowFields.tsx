import { useLingui } from "@lingui/react/macro";
import { Radio, Stack, Switch } from "@mantine/core";
import type { Openness } from "./types";
import { OPENNESSES, opennessSentence } from "./words";

interface FollowFieldsProps {
  openness: Openness;
  onOpenness: (openness: Openness) => void;
  unattributed: boolean;
  onUnattributed: (unattributed: boolean) => void;
}

/** Who follows the group's work, and whether names are seen in it. */
export function FollowFields({ openness, onOpenness, unattributed, onUnattributed }: FollowFieldsProps) {
  const { t } = useLingui();
  return (
    <>
      <Radio.Group
        label={t`Who sees its text while it works`}
        description={t`Once it has reported, whoever reads the document reads its text.`}
        value={openness}
        onChange={(value) => onOpenness(value as Openness)}
      >
        <Stack gap="xs" mt="xs">
          {OPENNESSES.map((one) => (
            <Radio key={one} value={one} label={opennessSentence(one)} />
          ))}
        </Stack>
      </Radio.Group>
      <Switch
        label={t`Names are shown`}
        description={t`Without them nobody sees who wrote what in the group's text.`}
        checked={!unattributed}
        onChange={(event) => onUnattributed(!event.currentTarget.checked)}
      />
    </>
  );
}
