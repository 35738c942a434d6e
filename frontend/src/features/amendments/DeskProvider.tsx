import { useLingui } from "@lingui/react/macro";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useSync } from "../../sync/DocumentSync";
import type { Readable } from "../../sync/store";
import { announce } from "../../ui/announce";
import { useProposals } from "./api";
import { Desk } from "./desk";
import type { Proposal } from "./types";
import { proposerWord } from "./words";

const Context = createContext<Desk | null>(null);

interface DeskProviderProps {
  documentId: string;
  children: ReactNode;
  /** What a paragraph is called, for those who listen. */
  placeOf?: (paragraph: string | null) => string;
}

/** Holds the proposals of one document for all that shows them; goes around the page, once. */
export function DeskProvider({ documentId, children, placeOf }: DeskProviderProps) {
  const [desk] = useState(() => new Desk());
  return (
    <Context value={desk}>
      <Feed documentId={documentId} desk={desk} placeOf={placeOf} />
      {children}
    </Context>
  );
}

export function useDesk(): Desk {
  const desk = useContext(Context);
  if (!desk) throw new Error("Only inside DeskProvider");
  return desk;
}

/** Part of a store's value: what watches it is drawn again only when that part is another one. */
export function usePart<Value, Part>(store: Readable<Value>, part: (value: Value) => Part): Part {
  const read = () => part(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}

/** Keeps the desk as the server has it, and lets the proposals' texts be opened. Draws nothing. */
function Feed({ documentId, desk, placeOf }: Omit<DeskProviderProps, "children"> & { desk: Desk }) {
  const { data } = useProposals(documentId);
  const sync = useSync();
  const known = useRef(new Map<string, { generation: number; forget: () => void }>());
  const tell = useNews(desk, placeOf);

  useEffect(() => {
    if (!data) return;
    const wanted = new Set<string>();
    for (const proposal of data) {
      const { text, generation, paragraph, runs, stage } = proposal;
      if (!text || !generation || (stage !== "draft" && stage !== "tabled")) continue;
      wanted.add(text);
      const before = known.current.get(text);
      if (before?.generation === generation) continue;
      before?.forget();
      const forget = sync.know(text, { paragraph: paragraph ?? "", generation, runs });
      known.current.set(text, { generation, forget });
    }
    for (const [text, { forget }] of known.current) {
      if (wanted.has(text)) continue;
      forget();
      known.current.delete(text);
    }
    tell(data);
    desk.take(data);
  }, [data, desk, sync, tell]);

  useEffect(() => {
    const texts = known.current;
    return () => {
      for (const { forget } of texts.values()) forget();
      texts.clear();
    };
  }, []);
  return null;
}

/** What is entered for somebody in the room unfolds before everybody, and what others table is said. */
function useNews(desk: Desk, placeOf: DeskProviderProps["placeOf"]): (now: readonly Proposal[]) => void {
  const { t } = useLingui();
  const latest = useRef({ t, placeOf });
  latest.current = { t, placeOf };
  const before = useRef<ReadonlyMap<string, Proposal["stage"]> | null>(null);
  return useCallback(
    (now) => {
      const known = before.current;
      before.current = new Map(now.map((one) => [one.id, one.stage]));
      if (!known) return;
      const { t: say, placeOf: name } = latest.current;
      for (const proposal of now) {
        if (proposal.stage !== "tabled" || known.get(proposal.id) === "tabled") continue;
        const oral = proposal.basis !== "member";
        if (oral && proposal.paragraph && known.get(proposal.id) === undefined) desk.unfold(proposal.paragraph, true);
        if (proposal.mine || desk.writing.get() === proposal.id || !name) continue;
        const place = name(proposal.paragraph);
        const who = proposerWord(proposal);
        if (proposal.kind === "change") announce(say`${who} proposes a change to ${place}.`);
        else if (proposal.kind === "addition") announce(say`${who} proposes a new paragraph after ${place}.`);
        else announce(say`${who} proposes that ${place} be deleted.`);
      }
    },
    [desk],
  );
}
