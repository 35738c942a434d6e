import { Trans, useLingui } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import type { Paragraph, Run } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { QueryState } from "../../ui/QueryState";
import { useMarkedWords } from "./api";
import { Difference } from "./Difference";
import { placeOf } from "./place";
import { StatusMark } from "./StatusMark";

interface MarkedDialogProps {
  paragraph: Paragraph;
  runs: Run[];
  onClose: () => void;
}

/** The words that a mark was given to, and what they have become since. */
export function MarkedDialog({ paragraph, runs, onClose }: MarkedDialogProps) {
  const { t } = useLingui();
  const marked = useMarkedWords(paragraph.id);
  const { mark } = paragraph;

  return (
    <Dialog onClose={onClose} size="46rem" title={t`${placeOf(paragraph)}: marked on earlier wording`}>
      {mark && (
        <Text size="sm" mb="md">
          <StatusMark
            status={mark.status}
            qualifier={paragraph.qualifier}
            qualifier_words={paragraph.qualifier_words}
            final={paragraph.final}
          />{" "}
          <Trans>
            by {mark.by}, {t`decision ${mark.decision}`}. Since then the words have changed:
          </Trans>
        </Text>
      )}
      <QueryState query={marked} lines={3}>
        {(data) => <Difference earlier={data.runs} later={runs} />}
      </QueryState>
    </Dialog>
  );
}
