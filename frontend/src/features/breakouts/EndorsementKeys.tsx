import { Trans, useLingui } from "@lingui/react/macro";
import { Table, Text } from "@mantine/core";
import { Dialog } from "../../ui/Dialog";

interface EndorsementKeysProps {
  endorses: boolean;
  /** Whether single letters are keys on this device. */
  bare: boolean;
  onClose: () => void;
}

/** The keys of the page where a group's work is endorsed. */
export function EndorsementKeys({ endorses, bare, onClose }: EndorsementKeysProps) {
  const { t } = useLingui();
  const keys: [string, string][] = [
    ["↑ ↓", t`the paragraph above or below`],
    ["K J", t`the same`],
    ["Home End", t`the first or last paragraph`],
  ];
  if (endorses) {
    keys.push(
      ["Enter", t`what comes first for the paragraph: take it, or choose its words`],
      ["T", t`take it`],
      ["E", t`take it with amendments, or choose its words`],
      ["A", t`keep it as an alternative`],
      ["P", t`make it a proposal`],
      ["N", t`not taken`],
      ["R", t`return it with a note`],
      ["Shift+T", t`endorse everything that can be taken`],
    );
  }
  keys.push(["?", t`these keys`]);
  return (
    <Dialog onClose={onClose} title={t`Keys`} size="md">
      <Table withRowBorders={false} verticalSpacing={4}>
        <Table.Tbody>
          {keys.map(([key, what]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" w="6.5rem">
                <kbd dir="ltr">{key}</kbd>
              </Table.Th>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {endorses && (
        <Text size="sm" mt="md" c="dimmed">
          <Trans>Each opens a card that says once more what is recorded; Enter there records it.</Trans>
        </Text>
      )}
      {!bare && (
        <Text size="sm" mt="xs" c="dimmed">
          <Trans>Keys of a single character are switched off on this device.</Trans>
        </Text>
      )}
    </Dialog>
  );
}
