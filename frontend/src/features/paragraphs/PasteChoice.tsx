import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { Dialog } from "../../ui/Dialog";

interface PasteChoiceProps {
  count: number;
  onOne: () => void;
  onMany: () => void;
  onClose: () => void;
}

/** Several blocks were pasted: they may become lines of this paragraph, or paragraphs of their own. */
export function PasteChoice({ count, onOne, onMany, onClose }: PasteChoiceProps) {
  const { t } = useLingui();
  const choose = (action: () => void) => () => {
    onClose();
    action();
  };
  return (
    <Dialog onClose={onClose} title={t`Paste`} closeLabel={t`Do not paste`}>
      <Text mb="lg">
        <Plural value={count} one="What you paste has # block of text." other="What you paste has # blocks of text." />
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={choose(onOne)} data-autofocus>
          <Trans>As lines of this paragraph</Trans>
        </Button>
        <Button onClick={choose(onMany)}>
          <Plural value={count} one="As # paragraph" other="As # paragraphs" />
        </Button>
      </Group>
    </Dialog>
  );
}
