import { Trans } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { useSync } from "../../sync/DocumentSync";
import { useDocumentMe } from "../../sync/document";

/** Says that the secretariat decides this on the chair's word. */
export function OnWord() {
  const { documentId } = useSync();
  const may = useDocumentMe(documentId).data?.may;
  if (!may || may.decide) return null;
  return (
    <Text size="sm" c="dimmed">
      <Trans>On the chair's word; the chair confirms it afterwards.</Trans>
    </Text>
  );
}
