import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { announce } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import { momentWords } from "../../ui/dates";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { QueryState } from "../../ui/QueryState";
import { ShownOnce } from "../../ui/ShownOnce";
import { Square } from "../../ui/Square";
import { useDisplays, useMakeDisplay, useRevokeDisplay } from "./api";

interface ScreensDialogProps {
  documentId: string;
  onClose: () => void;
}

/** Links by which screens in the room show the wall; each can be ended. */
export function ScreensDialog({ documentId, onClose }: ScreensDialogProps) {
  const { t } = useLingui();
  const [name, setName] = useState("");
  const screens = useDisplays(documentId);
  const make = useMakeDisplay(documentId);
  const revoke = useRevokeDisplay(documentId);
  const error = make.error ?? revoke.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    const called = name.trim();
    if (!called || make.isPending) return;
    make.mutate(called, {
      onSuccess: () => {
        setName("");
        announce(t`The link is made.`);
      },
    });
  }

  return (
    <Dialog title={t`Screens in the room`} onClose={onClose} size="xl">
      <Stack gap="md">
        <Text>
          <Trans>
            A screen in the room shows the wall, and nothing else, by a link: open it in the screen's browser. Nobody
            signs in there. Whoever has the link sees what is discussed, in a closed sitting too, until you end it.
          </Trans>
        </Text>
        <form onSubmit={submit}>
          <Group align="flex-end" gap="sm">
            <TextInput
              label={t`Name of the screen`}
              placeholder={t`such as “Main hall, left”`}
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              flex="1 1 14rem"
              data-autofocus
            />
            <Button type="submit" loading={make.isPending} disabled={!name.trim()}>{t`Make a link`}</Button>
          </Group>
        </form>
        {make.data && (
          <Group align="flex-start" gap="lg" key={make.data.id}>
            <div style={{ flex: "1 1 18rem" }}>
              <ShownOnce
                label={t`Link for ${make.data.name}`}
                value={make.data.link}
                note={t`Copy it now: for your safety it is not shown again.`}
              />
            </div>
            <Square rows={make.data.qr} label={t`The same link, to scan`} />
          </Group>
        )}
        <FormProblemAlert problem={error ? problemSentence(error) : ""} />
        <section>
          <Title order={3} size="h5" mb="xs">
            <Trans>Links that work now</Trans>
          </Title>
          <QueryState query={screens} lines={2}>
            {(all) =>
              all.length === 0 ? (
                <Text c="dimmed" size="sm">
                  <Trans>None yet.</Trans>
                </Text>
              ) : (
                <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
                  {all.map((screen) => (
                    <Group component="li" key={screen.id} justify="space-between" gap="sm" wrap="nowrap">
                      <div>
                        <bdi>{screen.name}</bdi>
                        <Text size="sm" c="dimmed">
                          {screen.last_seen_at
                            ? t`last seen ${momentWords(screen.last_seen_at)}`
                            : t`not opened yet; made ${momentWords(screen.created_at)}`}
                        </Text>
                      </div>
                      <Button
                        variant="default"
                        size="sm"
                        aria-label={t`End the link of ${screen.name}`}
                        onClick={() =>
                          revoke.mutate(screen.id, { onSuccess: () => announce(t`The link shows nothing any more.`) })
                        }
                      >
                        <Trans>End it</Trans>
                      </Button>
                    </Group>
                  ))}
                </Stack>
              )
            }
          </QueryState>
        </section>
      </Stack>
    </Dialog>
  );
}
