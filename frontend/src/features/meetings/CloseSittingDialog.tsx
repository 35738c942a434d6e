import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text } from "@mantine/core";
import type { PageState } from "../../api/types";
import { announce } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import { QueryState } from "../../ui/QueryState";
import { useSittingStep, useSittings } from "./api";
import { NotReachedList } from "./NotReached";
import { sittingName } from "./words";

interface CloseSittingDialogProps {
  state: PageState;
  onClose: () => void;
}

/** Closes the sitting, having shown what it did not reach. */
export function CloseSittingDialog({ state, onClose }: CloseSittingDialogProps) {
  const { t } = useLingui();
  const sittings = useSittings(state.id);
  const step = useSittingStep(state.id);
  const { sitting } = state;
  if (!sitting) return null;

  return (
    <Dialog title={t`Close ${sittingName(sitting)}`} onClose={onClose} size="xl">
      <Stack gap="md">
        <QueryState query={sittings} lines={3}>
          {(all) => {
            const left = all.find((one) => one.id === sitting.id)?.not_reached ?? [];
            return left.length === 0 ? (
              <Text>
                <Trans>Everything that was planned has been discussed.</Trans>
              </Text>
            ) : (
              <>
                <Text>
                  <Plural
                    value={left.length}
                    one="# paragraph was not reached. It is listed in the record, and stays as it is."
                    other="# paragraphs were not reached. They are listed in the record, and stay as they are."
                  />
                </Text>
                <div style={{ maxBlockSize: "45vh", overflowY: "auto" }}>
                  <NotReachedList documentId={state.id} paragraphs={left} onGo={onClose} />
                </div>
              </>
            );
          }}
        </QueryState>
        {sitting.access !== "everyone" && (
          <Text size="sm">
            <Trans>When it is closed, everybody who may see the document sees it again.</Trans>
          </Text>
        )}
        <FormProblemAlert problem={step.error ? problemSentence(step.error) : ""} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button
            loading={step.isPending}
            data-autofocus
            onClick={() =>
              step.mutate(
                { id: sitting.id, step: "close" },
                {
                  onSuccess: () => {
                    announce(t`The sitting is closed.`);
                    onClose();
                  },
                },
              )
            }
          >
            {t`Close the sitting`}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
