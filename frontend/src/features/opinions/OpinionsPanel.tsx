import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useSync } from "../../sync/DocumentSync";
import { useDocumentMe } from "../../sync/document";
import { standingWords } from "../../ui/standing";
import type { PanelProps } from "../paragraphs/panel";
import { type StanceKind, useBeginOpinion, useOpinions, useStanceHistory, useStances } from "./api";
import { OpinionCard } from "./OpinionCard";
import classes from "./Opinions.module.css";
import { StanceDialog } from "./StanceDialog";
import { StanceList } from "./StanceList";

/** What delegations think of a paragraph: their stances, and the opinions they place on record. */
export function OpinionsPanel({ paragraph }: PanelProps) {
  const { t } = useLingui();
  const { documentId } = useSync();
  const me = useDocumentMe(documentId).data;
  const opinions = useOpinions(paragraph.id);
  const stances = useStances(paragraph.id);
  const [asking, setAsking] = useState<StanceKind | null>(null);
  const [before, setBefore] = useState(false);
  const begin = useBeginOpinion();
  const standing = standingWords(me ?? null);
  const states = !paragraph.withdrawn && me?.seat === "member" && (me.may.sign || !me.may_act);
  const mine = stances.find((one) => one.mine);
  return (
    <div className={classes.panel}>
      <h3>
        <Trans>Stances</Trans>
      </h3>
      {stances.length === 0 ? (
        <Text size="sm" c="dimmed">
          <Trans>No delegation has given a stance that you can see.</Trans>
        </Text>
      ) : (
        <StanceList stances={stances} />
      )}
      <Group gap="xs">
        {me?.may.stance && !paragraph.withdrawn && (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(mine?.kind ?? "support")}>
            {mine ? <Trans>Change your stance, {standing}</Trans> : <Trans>Give a stance, {standing}</Trans>}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" aria-expanded={before} onClick={() => setBefore(!before)}>
          <Trans>How they changed</Trans>
        </Button>
      </Group>
      {before && <Before paragraph={paragraph.id} />}
      <h3>
        <Trans>Opinions</Trans>
      </h3>
      {opinions.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>No opinion is on record here. Those that are go into the report.</Trans>
        </Text>
      )}
      {opinions.map((one) => (
        <OpinionCard key={one.id} opinion={one} paragraph={paragraph} />
      ))}
      {states && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          aria-label={t`Write an opinion, ${standing}`}
          loading={begin.isPending}
          onClick={() => begin.mutate({ paragraph: paragraph.id })}
        >
          <Trans>Write an opinion, {standing}</Trans>
        </Button>
      )}
      {asking && (
        <StanceDialog paragraph={paragraph} kind={asking} standing={standing} onClose={() => setAsking(null)} />
      )}
    </div>
  );
}

function Before({ paragraph }: { paragraph: string }) {
  const history = useStanceHistory(paragraph);
  if (!history.data) return null;
  if (history.data.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        <Trans>Nothing was said yet.</Trans>
      </Text>
    );
  }
  return <StanceList stances={history.data} dated />;
}
