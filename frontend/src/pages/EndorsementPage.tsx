import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Anchor, Button, Container, Group, Text, Title } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconGavel, IconKeyboard } from "@tabler/icons-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { Link, useParams } from "react-router";
import type { DocumentEvent, DocumentMe, PageState } from "../api/types";
import { useBreakoutComparison } from "../features/breakouts/api";
import classes from "../features/breakouts/Endorsement.module.css";
import { EndorsementCard } from "../features/breakouts/EndorsementCard";
import { EndorsementKeys } from "../features/breakouts/EndorsementKeys";
import { EndorsementList } from "../features/breakouts/EndorsementList";
import { EndorsementSummary } from "../features/breakouts/EndorsementSummary";
import {
  allThatCanBeTaken,
  countsOf,
  type Decision,
  decisionsOn,
  type Filter,
  groupOf,
  isSettled,
  isShown,
} from "../features/breakouts/endorsing";
import { filterWords } from "../features/breakouts/endorsingWords";
import { givenWords } from "../features/breakouts/ranges";
import { ReturnDialog } from "../features/breakouts/StepDialogs";
import type { Comparison, ComparisonItem, Take } from "../features/breakouts/types";
import { useEndorsementKeys } from "../features/breakouts/useEndorsementKeys";
import { groupName } from "../features/breakouts/words";
import { DocumentSync, useEvents } from "../sync/DocumentSync";
import { useDocument, useDocumentMe } from "../sync/document";
import { announce } from "../ui/announce";
import { useKeymap } from "../ui/keymap";
import { PageTitle } from "../ui/PageTitle";
import { QueryState } from "../ui/QueryState";

/** What a breakout group brings, beside the plenary's words; the chair endorses here, everybody else follows. */
export function EndorsementPage() {
  const { id = "", breakout = "" } = useParams();
  const document = useDocument(id);
  const me = useDocumentMe(id);
  const comparison = useBreakoutComparison(id, breakout);
  const { t } = useLingui();

  return (
    <Container size="100rem" py="xl">
      <QueryState query={comparison} lines={10}>
        {(data) =>
          document.data && !me.isPending ? (
            <DocumentSync documentId={id} personId={me.data?.person?.id ?? null}>
              <Endorsement document={document.data} me={me.data ?? null} comparison={data} />
            </DocumentSync>
          ) : (
            <QueryState query={document} lines={10}>
              {() => null}
            </QueryState>
          )
        }
      </QueryState>
      {!comparison.data && (
        <>
          <PageTitle title={t`Breakout group`} />
          <h1 className="visually-hidden">{t`Breakout group`}</h1>
          <Anchor component={Link} to={`/documents/${id}/breakouts`} size="sm">
            <Trans>All breakout groups</Trans>
          </Anchor>
        </>
      )}
    </Container>
  );
}

const FILTERS: Filter[] = ["left", "clean", "choose", "agreed", "settled", "all"];

interface EndorsementProps {
  document: PageState;
  me: DocumentMe | null;
  comparison: Comparison;
}

function Endorsement({ document: plenary, me, comparison }: EndorsementProps) {
  const { t } = useLingui();
  const { breakout, items } = comparison;
  const [{ bare }] = useKeymap();
  const [chosen, setFilter] = useState<Filter | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const [deciding, setDeciding] = useState<Decision[] | null>(null);
  const [bulk, setBulk] = useState(false);
  const [about, setAbout] = useState<"keys" | "return" | null>(null);
  const counts = useMemo(() => countsOf(items, breakout), [items, breakout]);
  const filter = chosen ?? (counts.left === 0 && counts.settled > 0 ? "settled" : "left");
  const all = useMemo(() => allThatCanBeTaken(items, breakout), [items, breakout]);
  const shown = useMemo(() => items.filter((one) => isShown(one, breakout, filter)), [items, breakout, filter]);
  const unchanged = useMemo(() => items.filter((one) => groupOf(one, breakout) === "unchanged"), [items, breakout]);
  const byId = useMemo(() => new Map(items.map((one) => [one.paragraph, one])), [items]);
  const called = groupName(breakout);
  const { endorse, manage } = breakout.may;
  const at = shown.findIndex((one) => one.paragraph === current);

  const known = useRef(byId);
  known.current = byId;

  const go = useCallback((id: string) => {
    setCurrent(id);
    const row = document.getElementById(`e-${id}`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
    requestAnimationFrame(() => row?.scrollIntoView({ block: "nearest" }));
  }, []);
  const choose = useCallback((item: ComparisonItem, take: Take) => {
    setCurrent(item.paragraph);
    setBulk(false);
    setDeciding(decisionsOn(item, take, known.current));
  }, []);
  const everything = () => {
    setBulk(true);
    if (all.length > 0) setDeciding(all);
    else announce(t`Nothing can be taken as it is.`);
  };
  useEndorsementKeys({
    shown,
    current,
    endorses: endorse,
    onGo: go,
    onChoose: choose,
    onEverything: everything,
    onKeys: () => setAbout("keys"),
  });
  useTold(called);

  /** The next one that waits has the keyboard, so that one goes on without looking for it. */
  function done(paragraphs: string[]) {
    const gone = new Set(paragraphs);
    const from = shown.findIndex((one) => gone.has(one.paragraph));
    const waits = (one: ComparisonItem) => !gone.has(one.paragraph) && !isSettled(one, breakout);
    const next = shown.slice(from + 1).find(waits) ?? shown.find(waits);
    setDeciding(null);
    setCurrent(next?.paragraph ?? null);
    if (next) requestAnimationFrame(() => requestAnimationFrame(() => go(next.paragraph)));
  }

  function step(by: 1 | -1) {
    const next = shown[at === -1 ? 0 : (at + by + shown.length) % shown.length];
    if (next) go(next.paragraph);
  }

  return (
    <>
      <PageTitle title={t`${called}, beside the plenary's words`} />
      <Anchor component={Link} to={`/documents/${plenary.id}/breakouts`} size="sm">
        <Trans>All breakout groups</Trans>
        {" · "}
        <bdi>{plenary.title}</bdi>
      </Anchor>
      <Group justify="space-between" align="baseline" gap="sm" mt={4} mb="sm">
        <Title order={1} size="h2">
          {called}
          {breakout.name && (
            <Text span inherit fw={400}>
              {" "}
              <bdi>{breakout.name}</bdi>
            </Text>
          )}
        </Title>
        <Group gap="sm">
          <Anchor component={Link} to={`/documents/${breakout.copy}`} size="sm">
            <Trans>The group's text</Trans>
          </Anchor>
          <Anchor component={Link} to={`/documents/${plenary.id}`} size="sm">
            <Trans>The plenary's text</Trans>
          </Anchor>
          {manage && breakout.state === "reported" && (
            <Button variant="default" size="compact-md" onClick={() => setAbout("return")}>
              <Trans>Give the whole text back</Trans>
            </Button>
          )}
        </Group>
      </Group>
      <EndorsementSummary
        breakout={breakout}
        counts={counts}
        unchanged={unchanged.length}
        given={givenWords(breakout.given, plenary.paragraphs)}
      />
      {!endorse && <Standing breakout={breakout} />}
      <div className={classes.bar} role="toolbar" aria-label={t`Which paragraphs, and all at once`}>
        <div className={classes.filters}>
          {FILTERS.map((one) => (
            <button
              key={one}
              type="button"
              className={classes.filter}
              aria-pressed={filter === one}
              disabled={counts[one] === 0 && filter !== one}
              onClick={() => setFilter(one)}
            >
              {filterWords(one)} {counts[one]}
            </button>
          ))}
        </div>
        <div className={classes.tools}>
          {shown.length > 0 && (
            <>
              <Text size="sm" c="dimmed">
                {at === -1 ? (
                  <Plural value={shown.length} one="# paragraph" other="# paragraphs" />
                ) : (
                  t`${at + 1} of ${shown.length}`
                )}
              </Text>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={t`Previous paragraph`}
                title={t`Previous paragraph (K)`}
                onClick={() => step(-1)}
              >
                <IconChevronUp size={18} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={t`Next paragraph`}
                title={t`Next paragraph (J)`}
                onClick={() => step(1)}
              >
                <IconChevronDown size={18} aria-hidden />
              </ActionIcon>
            </>
          )}
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t`Keys`}
            title={t`Keys (?)`}
            onClick={() => setAbout("keys")}
          >
            <IconKeyboard size={18} aria-hidden />
          </ActionIcon>
          {endorse && (
            <Button
              leftSection={<IconGavel size={17} aria-hidden />}
              disabled={all.length === 0}
              onClick={everything}
              title={t`Shift+T`}
            >
              <Plural
                value={all.length}
                _0="Nothing can be taken as it is"
                one="Endorse everything that can be taken (#)"
                other="Endorse everything that can be taken (#)"
              />
            </Button>
          )}
        </div>
      </div>
      {shown.length === 0 && (
        <p className={classes.nothing} role="status">
          {counts.all === 0 ? (
            <Trans>The group brings the words as they were.</Trans>
          ) : filter === "left" ? (
            <Trans>Everything is decided.</Trans>
          ) : (
            <Trans>Nothing of this kind.</Trans>
          )}
        </p>
      )}
      <EndorsementList
        breakout={breakout}
        categories={plenary.categories}
        shown={shown}
        unchanged={filter === "left" || filter === "all" ? unchanged : NONE}
        current={current}
        onChoose={choose}
        onHere={setCurrent}
      />
      {deciding && (
        <EndorsementCard
          breakout={breakout}
          decisions={deciding}
          items={byId}
          bulk={bulk}
          others={counts.left - deciding.length}
          onWord={!me?.may.endorse}
          onDone={done}
          onClose={() => setDeciding(null)}
        />
      )}
      {about === "keys" && <EndorsementKeys endorses={endorse} bare={bare} onClose={() => setAbout(null)} />}
      {about === "return" && <ReturnDialog breakout={breakout} onClose={() => setAbout(null)} />}
    </>
  );
}

const NONE: readonly ComparisonItem[] = [];

/** Why somebody only reads here. */
function Standing({ breakout }: { breakout: Comparison["breakout"] }) {
  return (
    <Text size="sm" c="dimmed" mb="sm">
      {breakout.state === "reported" ? (
        <Trans>The chair endorses; you see here what becomes of it as it is decided.</Trans>
      ) : breakout.state === "concluded" ? (
        <Trans>The group's work has ended.</Trans>
      ) : (
        <Trans>The group is working on it; the plenary decides once it has reported.</Trans>
      )}
    </Text>
  );
}

/** Says what somebody else has decided here. */
function useTold(called: string): void {
  const { t } = useLingui();
  const now = useRef({ called, t });
  now.current = { called, t };
  useEvents(
    useCallback((event: DocumentEvent) => {
      if (event.kind !== "breakout.endorsed") return;
      const { called: name, t: say } = now.current;
      announce(say`The plenary decided on what ${name} brings.`);
    }, []),
  );
}
