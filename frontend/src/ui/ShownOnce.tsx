import { useLingui } from "@lingui/react/macro";
import { Button, Group, Text, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";

interface ShownOnceProps {
  label: string;
  value: string;
  note: string;
}

/** A secret or a link that the server will not show again, with a button to copy it. */
export function ShownOnce({ label, value, note }: ShownOnceProps) {
  const { t } = useLingui();
  const clipboard = useClipboard({ timeout: 4000 });
  return (
    <div>
      <Group align="flex-end" gap="sm" wrap="wrap">
        <TextInput
          label={label}
          value={value}
          readOnly
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          flex="1 1 16rem"
          dir="ltr"
        />
        <Button
          onClick={() => clipboard.copy(value)}
          leftSection={clipboard.copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
        >
          {clipboard.copied ? t`Copied` : t`Copy`}
        </Button>
      </Group>
      <Text size="sm" mt="xs" role="status">
        {clipboard.error ? t`Copying is not allowed here; the text above is selected when you go to it.` : note}
      </Text>
    </div>
  );
}
