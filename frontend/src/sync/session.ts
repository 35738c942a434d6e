import { HocuspocusProvider } from "@hocuspocus/provider";
import type { QueryClient } from "@tanstack/react-query";
import * as Y from "yjs";
import { api } from "../api/client";
import type { DocumentEvent, PageState } from "../api/types";
import { contentHash, plainText, type Run } from "../editor/canonical";
import { Connection, type Party } from "./connection";
import { Creations, type NewParagraph } from "./creations";
import { Cutting } from "./cutting";
import { documentKey, documentMeKey, documentQuery, forgetHeard, hear, patchParagraph } from "./document";
import { Drafts } from "./drafts";
import type { Frame } from "./frames";
import { type Journal, openJournal } from "./journal";
import type { ReturnedRow } from "./journalStore";
import type { LiveText } from "./liveText";
import { Notes } from "./notes";
import { Presence } from "./presence";
import { Returns } from "./returned";
import { SaveWatch } from "./saveState";
import { type Facts, Texts, type TextsOwner } from "./texts";
import { Viewport } from "./viewport";

export interface SessionOptions {
  documentId: string;
  /** Null for somebody who reads without signing in: nothing is typed, nothing is kept. */
  personId: string | null;
  queries: QueryClient;
  connection?: Connection;
}

/** A server's sample of a text's words (ENGINE E3). */
interface Sample {
  text: string;
  generation: number;
  seq: number;
  hash: string;
}

/** Page states are fetched at most this often, whatever asks for them. */
const FETCH_REST = 300;

/** Which query each kind of event makes stale: its key is the document's, then this word. */
const BESIDE: Record<string, string> = {
  "proposal.changed": "proposals",
  "alternative.changed": "alternatives",
  "opinion.changed": "opinions",
  "stance.changed": "stances",
  "breakout.changed": "breakouts",
  "breakout.endorsed": "breakouts",
};

/** A text whose samples disagree again so soon was opened afresh in vain: the server heals it by a new generation. */
const INCIDENT_REST = 10_000;

/** Everything live about one document's page: socket, channel, presence, texts, journal. May be stopped and started again. */
export class DocumentSession implements Party, TextsOwner {
  readonly counted = false;
  readonly documentId: string;
  readonly personId: string | null;
  readonly connection: Connection;
  readonly presence = new Presence();
  readonly texts: Texts = new Texts(this);
  readonly viewport = new Viewport();
  readonly returns: Returns;
  readonly saving: SaveWatch;
  readonly drafts: Drafts;
  readonly notes = new Notes();
  readonly cutting: Cutting;
  private readonly queries: QueryClient;
  private readonly creations: Creations;
  private readonly listeners = new Set<(event: DocumentEvent) => void>();
  private readonly beside = new Map<string, Facts>();
  private readonly incidents = new Map<string, number>();
  private channel: HocuspocusProvider | null = null;
  private channelOpen = false;
  private stops: (() => void)[] = [];
  private fetching: Promise<boolean> | null = null;
  private fetchedAt = 0;
  private wantsFetch: ReturnType<typeof setTimeout> | null = null;
  private run = 0;

  constructor({ documentId, personId, queries, connection = new Connection() }: SessionOptions) {
    this.documentId = documentId;
    this.personId = personId;
    this.queries = queries;
    this.connection = connection;
    this.returns = new Returns({
      document: documentId,
      queries,
      paragraphOf: (text) => this.facts(text)?.paragraph ?? null,
    });
    this.creations = new Creations({ document: documentId, queries, texts: this.texts });
    this.drafts = new Drafts({ document: documentId, queries });
    this.cutting = new Cutting({
      document: documentId,
      queries,
      texts: this.texts,
      born: (paragraph, ms) => this.creations.born(paragraph, ms),
    });
    this.saving = new SaveWatch(this.connection, this.returns);
  }

  start(): void {
    const run = ++this.run;
    this.connection.start();
    this.stops = [
      this.connection.join(this.address, this),
      this.connection.state.subscribe(() => this.lineChanged()),
      this.connection.onRenewal(() => this.texts.renewed()),
      this.saving.start(),
    ];
    const doc = new Y.Doc();
    this.channel = new HocuspocusProvider({
      name: this.address,
      document: doc,
      awareness: this.presence.start(doc),
      token: "",
      websocketProvider: this.connection.socket,
    });
    this.channel.attach();
    void this.begin(run);
  }

  stop(): void {
    this.run += 1;
    this.creations.stop();
    this.drafts.stop();
    this.texts.stop();
    this.returns.stop();
    this.presence.stop();
    for (const stop of this.stops) stop();
    this.stops = [];
    const doc = this.channel?.document;
    this.channel?.destroy();
    doc?.destroy();
    this.channel = null;
    this.channelOpen = false;
    this.connection.stop();
    if (this.wantsFetch !== null) clearTimeout(this.wantsFetch);
    this.wantsFetch = null;
    forgetHeard(this.documentId);
  }

  /** Makes a paragraph that can be typed into at once (ENGINE E15). */
  addParagraph(wanted: NewParagraph): { id: string; text: string } {
    if (!this.personId) throw new Error("Only somebody who is signed in can add a paragraph");
    return this.creations.add(wanted, this.personId);
  }

  /** True when all own changes of a text are acknowledged; wait for it before a command about its words (ENGINE E15). */
  settled(text: string, ms?: number): Promise<boolean> {
    return this.texts.settled(text, ms);
  }

  hashOf(text: string): string | null {
    return this.texts.hashOf(text);
  }

  /** After signing in again, or when rights changed: tries what was denied. */
  retry(): void {
    this.connection.mark({ signedOut: false });
    this.texts.retry();
    this.returns.retry();
    this.creations.retry();
    this.drafts.retry();
  }

  /** The document can be read again after it could not, as when a sitting opens its doors. */
  readmitted(): void {
    this.reopenChannel();
    this.retry();
  }

  onEvent(listener: (event: DocumentEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The page state in hand was fetched or changed: texts of an earlier generation are opened anew. */
  stateChanged(state: PageState): void {
    for (const paragraph of state.paragraphs) {
      if (!paragraph.pending) this.texts.setGeneration(paragraph.text, paragraph.generation);
    }
  }

  /** Lets a text that is no paragraph's (a proposal's, say) be attached and written in; returns how to forget it. */
  know(text: string, facts: Omit<Facts, "standing">): () => void {
    const known: Facts = { ...facts, standing: { mark: null, discussed: false } };
    this.beside.set(text, known);
    this.texts.setGeneration(text, facts.generation);
    return () => {
      if (this.beside.get(text) === known) this.beside.delete(text);
    };
  }

  // What the texts ask.

  caretsOf(text: string) {
    return this.presence.caretsOf(text);
  }

  facts(text: string): Facts | null {
    const state = this.queries.getQueryData<PageState>(documentKey(this.documentId));
    const paragraph = state?.paragraphs.find((one) => one.text === text);
    if (!state || !paragraph) return this.beside.get(text) ?? null;
    const { id, generation, runs, mark } = paragraph;
    const discussed = nowOf(state) === id;
    return { paragraph: id, generation, runs, standing: { mark: mark?.decision ?? null, discussed } };
  }

  opened(live: LiveText): void {
    this.notes.watch(live);
  }

  handBack(row: ReturnedRow): void {
    this.returns.add(row);
  }

  remember(text: string, runs: Run[]): void {
    const facts = this.beside.has(text) ? null : this.facts(text);
    if (!facts || contentHash(facts.runs) === contentHash(runs)) return;
    const change = { runs, words: plainText(runs), content_hash: contentHash(runs) };
    patchParagraph(this.queries, this.documentId, facts.paragraph, change);
  }

  refetch(): Promise<boolean> {
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  // What the document's channel says.

  receive(frame: Frame): void {
    if (frame.kind === "authenticated") {
      // The first one opens the channel, and a tick says whether something happened since the state was fetched. A
      // further one means that rights changed (ENGINE E10).
      if (this.channelOpen) this.rightsChanged();
      else this.presence.joined();
      this.channelOpen = true;
    } else if (frame.kind === "denied") {
      if (frame.reason === "schema") this.connection.mark({ outdated: true });
      else if (frame.reason === "sign-in") this.connection.mark({ signedOut: true });
      else void this.queries.invalidateQueries({ queryKey: documentKey(this.documentId) });
    } else if (frame.kind === "close") this.reopenChannel();
    else if (frame.kind === "stateless") this.told(frame.payload);
  }

  sent(): null {
    return null;
  }

  acknowledged(): void {}

  refused(): void {}

  private get address(): string {
    return `doc:${this.documentId}`;
  }

  /** The journal first: what an earlier page left is looked at before anything else is attached (ENGINE E12). */
  private async begin(run: number): Promise<void> {
    const opening: Promise<Journal | null> = this.personId ? openJournal(this.personId) : Promise.resolve(null);
    const state = this.queries.ensureQueryData(documentQuery(this.documentId)).catch(() => null);
    const [journal] = await Promise.all([opening, state]);
    if (run !== this.run) return;
    this.saving.watch(journal);
    await this.creations.start(journal);
    if (run !== this.run) return;
    await this.drafts.start(journal);
    if (run !== this.run) return;
    this.texts.start(journal);
    if (journal) this.stops.push(journal.onInherited((journals) => this.texts.recover(journals)));
    await this.returns.start(journal);
  }

  private told(payload: string): void {
    const said = parse(payload);
    if (said?.type === "event") this.heardEvent(said as unknown as DocumentEvent);
    else if (said?.type === "tick") this.ticked(Number(said.number));
    else if (said?.type === "sample") this.sampled(said as unknown as Sample);
    else if (said?.type === "rights") this.rightsChanged();
    else if (said?.type === "nudge") this.askAnew(String(said.about));
  }

  private rightsChanged(): void {
    void this.queries.invalidateQueries({ queryKey: documentMeKey(this.documentId) });
    this.retry();
  }

  private heardEvent(event: DocumentEvent): void {
    this.cutting.heard(event);
    if (!hear(this.queries, this.documentId, event)) this.fetchSoon();
    for (const paragraph of event.paragraphs ?? []) {
      const { text, generation } = paragraph;
      if (text && generation) this.texts.setGeneration(text, generation);
    }
    const about = BESIDE[event.kind];
    if (about) this.askAnew(about);
    for (const listener of this.listeners) listener(event);
  }

  /** What stands beside the paragraphs differs from reader to reader, so each asks for it. */
  private askAnew(about: string): void {
    void this.queries.invalidateQueries({ queryKey: [...documentKey(this.documentId), about] });
  }

  private ticked(number: number): void {
    const state = this.queries.getQueryData<PageState>(documentKey(this.documentId));
    if (state && number > state.seq) this.fetchSoon();
  }

  /** One socket is ordered: with nothing of ours on its way, our words are the server's, or something is wrong. */
  private sampled(sample: Sample): void {
    if (this.texts.agrees(sample)) return;
    const last = this.incidents.get(sample.text) ?? 0;
    if (Date.now() - last < INCIDENT_REST) return;
    this.incidents.set(sample.text, Date.now());
    const { text, generation, seq } = sample;
    const hash = this.texts.hashOf(text);
    if (hash) {
      const params = { path: { text_id: text } };
      void api.post("/api/texts/{text_id}/incident", { params, body: { generation, seq, hash } }).catch(() => {});
    }
    this.texts.renew(text);
  }

  private lineChanged(): void {
    if (this.connection.state.get().state === "online") {
      this.returns.retry();
      this.creations.retry();
      this.drafts.retry();
      void this.texts.judge();
    } else {
      this.channelOpen = false;
      this.presence.lost();
    }
  }

  /** The server ended the channel's subscription: a new one begins, on the same socket. */
  private reopenChannel(): void {
    const { channel } = this;
    this.channelOpen = false;
    if (!channel) return;
    setTimeout(() => {
      if (this.channel !== channel) return;
      channel.detach();
      channel.attach();
    }, 500);
  }

  private fetchSoon(): void {
    if (this.wantsFetch !== null) return;
    // Everybody hears the same gap at the same moment: they do not all ask at once.
    const wait = Math.max(0, this.fetchedAt + FETCH_REST - Date.now()) + Math.random() * FETCH_REST;
    this.wantsFetch = setTimeout(() => {
      this.wantsFetch = null;
      void this.refetch();
    }, wait);
  }

  private async fetch(): Promise<boolean> {
    this.fetchedAt = Date.now();
    try {
      const state = await this.queries.fetchQuery({ ...documentQuery(this.documentId), staleTime: 0, retry: false });
      this.stateChanged(state);
      // Events were missed: those about what stands beside the paragraphs perhaps too.
      for (const about of new Set(Object.values(BESIDE))) this.askAnew(about);
      return true;
    } catch {
      // The page shows what the query says; whoever needed the state asks again.
      return false;
    }
  }
}

/** The paragraph that is under discussion. */
function nowOf(state: PageState): string | null {
  return state.now?.paragraph ?? null;
}

function parse(payload: string): Record<string, unknown> | null {
  try {
    const said: unknown = JSON.parse(payload);
    return typeof said === "object" && said !== null ? (said as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
