import { Trans, useLingui } from "@lingui/react/macro";
import { Button, CloseButton, Group } from "@mantine/core";
import { useId } from "react";
import { momentWords } from "../../ui/dates";
import { QueryState } from "../../ui/QueryState";
import { Changed } from "../paragraphs/Changed";
import { type HistoryEntry, useMoments } from "./api";
import classes from "./History.module.css";

interface MomentsCardProps {
  documentId: string;
  paragraph: string;
  /** One or two moments; one is compared with the words as they are now. */
  picked: HistoryEntry[];
  onPropose?: (moment: string) => void;
  proposing: boolean;
  onClose: () => void;
}

/** The words of two moments in one, and a way to propose the earlier ones again. */
export function MomentsCard({ documentId, paragraph, picked, onPropose, proposing, onClose }: MomentsCardProps) {
  const { t } = useLingui();
  const title = useId();
  const [first, second] = [...picked].sort((a, b) => Date.parse(a.until) - Date.parse(b.until) || order(a, b));
  const from = first?.after ?? "now";
  const to = second?.after ?? "now";
  const moments = useMoments(documentId, paragraph, from, to);
  const earlier = first ? momentWords(first.until) : "";
  const later = second ? momentWords(second.until) : t`now`;

  return (
    <section className={classes.card} aria-labelledby={title} data-compared={moments.isSuccess || undefined}>
      <Group justify="space-between" wrap="nowrap" align="start" gap="xs">
        <h3 id={title} className={classes.cardTitle}>
          <Trans>
            From {earlier} to {later}
          </Trans>
        </h3>
        <CloseButton size="sm" aria-label={t`Close the comparison`} onClick={onClose} />
      </Group>
      <div role="status">
        <QueryState query={moments} lines={3}>
          {({ changes, before, after }) =>
            before.content_hash === after.content_hash ? (
              <p className={classes.by}>
                <Trans>The words are the same.</Trans>
              </p>
            ) : (
              <Changed diff={changes} />
            )
          }
        </QueryState>
      </div>
      {onPropose && moments.data && (
        <Button
          size="compact-sm"
          variant="default"
          mt="xs"
          loading={proposing}
          onClick={() => onPropose(moments.data.before.moment)}
        >
          <Trans>Propose the earlier words again</Trans>
        </Button>
      )}
    </section>
  );
}

/** Of what happened at one time, what came later in the text. */
function order(a: HistoryEntry, b: HistoryEntry): number {
  return (a.seq ?? 0) - (b.seq ?? 0);
}
