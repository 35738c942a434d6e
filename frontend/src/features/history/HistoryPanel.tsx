import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useDocumentMe } from "../../sync/document";
import { announce } from "../../ui/announce";
import { QueryState } from "../../ui/QueryState";
import type { PanelProps } from "../paragraphs/panel";
import { placeOf } from "../paragraphs/place";
import { rightsFor } from "../paragraphs/rights";
import { type HistoryEntry, type HistoryGroup, historyKey, useHistory, useProposeAgain } from "./api";
import { EntryRow } from "./EntryRow";
import classes from "./History.module.css";
import { MomentsCard } from "./MomentsCard";
import { OriginLines } from "./OriginLines";
import { groupTitle } from "./words";

/** Words that are still being typed are not asked for again at each key. */
const REST = 4_000;

/** The words of a paragraph through time, and what was done about it: any two moments are compared. */
export function HistoryPanel({ state, paragraph, runs, way, actions }: PanelProps) {
  const { t } = useLingui();
  const { id: documentId } = state;
  const me = useDocumentMe(documentId).data ?? null;
  const history = useHistory(documentId, paragraph.id);
  const again = useProposeAgain(documentId, paragraph.id);
  const [picked, setPicked] = useState<HistoryEntry[]>([]);
  useAskedAgain(documentId, paragraph.id, runs, paragraph.changed_at);
  const pages = history.data?.pages;
  const groups = useMemo(() => joined(pages?.flatMap((page) => page.groups) ?? []), [pages]);
  const mayPropose = rightsFor(paragraph, way, me).propose;
  const inGroup = state.copy_of !== null;

  function pick(entry: HistoryEntry) {
    setPicked((before) => {
      if (before.some((one) => one.id === entry.id)) return before.filter((one) => one.id !== entry.id);
      return [...before.slice(-1), entry];
    });
  }

  function propose(moment: string) {
    again.mutate(moment, {
      onSuccess: () => {
        announce(t`A proposal with these words was opened.`);
        actions.panel(paragraph, "proposals");
      },
    });
  }

  return (
    <section className={classes.panel} aria-label={t`History of ${placeOf(paragraph)}`}>
      <QueryState query={history} lines={6}>
        {(data) => (
          <>
            {data.pages[0] && <OriginLines documentId={documentId} origin={data.pages[0].origin} />}
            <p className={classes.hint}>
              <Trans>Choose one moment to compare it with the words now, or two to compare them with each other.</Trans>
            </p>
            {picked.length > 0 && (
              <MomentsCard
                documentId={documentId}
                paragraph={paragraph.id}
                picked={picked}
                onPropose={mayPropose ? propose : undefined}
                proposing={again.isPending}
                onClose={() => setPicked([])}
              />
            )}
            {groups.length === 0 && (
              <Text c="dimmed" size="sm">
                <Trans>Nothing has happened to it yet.</Trans>
              </Text>
            )}
            {groups.map((group) => (
              <section key={group.key} aria-label={groupTitle(group)}>
                <h3 className={classes.group}>{groupTitle(group)}</h3>
                <ol className={classes.entries}>
                  {group.entries.map((entry) => (
                    <EntryRow
                      key={entry.id}
                      documentId={documentId}
                      entry={entry}
                      inGroup={inGroup}
                      picked={picked.some((one) => one.id === entry.id)}
                      onPick={pick}
                      onPropose={mayPropose && entry.after !== data.pages[0]?.present ? propose : undefined}
                      proposing={again.isPending}
                    />
                  ))}
                </ol>
              </section>
            ))}
            {history.hasNextPage && (
              <Button
                variant="default"
                size="compact-sm"
                loading={history.isFetchingNextPage}
                onClick={() => void history.fetchNextPage()}
              >
                <Trans>Show older changes</Trans>
              </Button>
            )}
          </>
        )}
      </QueryState>
    </section>
  );
}

/** Groups that go over the end of a page are one. */
export function joined(groups: readonly HistoryGroup[]): HistoryGroup[] {
  const out: HistoryGroup[] = [];
  for (const group of groups) {
    const last = out.at(-1);
    if (last?.key !== group.key) out.push(group);
    else {
      const known = new Set(last.entries.map((one) => one.id));
      const more = group.entries.filter((one) => !known.has(one.id));
      out[out.length - 1] = { ...last, from: group.from, entries: [...last.entries, ...more] };
    }
  }
  return out;
}

/** What is new is asked for when the words have come to rest, and after each command. */
function useAskedAgain(documentId: string, paragraph: string, runs: unknown, changedAt: string) {
  const client = useQueryClient();
  const [settled] = useDebouncedValue(runs, REST);
  const seen = useRef({ settled, changedAt });
  useEffect(() => {
    if (seen.current.settled === settled && seen.current.changedAt === changedAt) return;
    seen.current = { settled, changedAt };
    void client.invalidateQueries({ queryKey: historyKey(documentId, paragraph) });
  }, [client, documentId, paragraph, settled, changedAt]);
}
