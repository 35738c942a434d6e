import { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";
import type { Caret, CaretSource } from "../editor/carets";
import { createStore, type Readable, type Store } from "./store";

/** Somebody else on this document; one entry a person, whatever number of windows they have. */
export interface Person {
  id: string;
  name: string;
  delegation: string | null;
  /** The highest office that they hold. */
  office: string | null;
  colour: string;
  /** Reads only: has no caret. */
  reader: boolean;
  paragraph: string | null;
  text: string | null;
}

export interface Coming {
  type: "came" | "left";
  person: Person;
}

/** What this page says of itself; the server adds who it is. */
interface Local {
  paragraph: string | null;
  text: string | null;
  anchor: unknown;
  head: unknown;
}

const NOBODY: Person[] = [];
const NO_CARETS: readonly Caret[] = [];

/** Presence goes out at most this often (ENGINE E24). */
const THROTTLE = 150;

/** Somebody whose line drops for so long has left; before that, nothing is said. */
const LEFT_AFTER = 6_000;

/** After joining, those who are found here have not just come. */
const SETTLING = 3_000;

/** Who is here and where, on the document's channel; each editor gets a source with its own carets only. */
export class Presence {
  readonly people = createStore<Person[]>(NOBODY);
  private awareness: Awareness | null = null;
  private readonly places = new Map<string, Store<Person[]>>();
  private readonly sources = new Map<string, Source>();
  private readonly listeners = new Set<(coming: Coming) => void>();
  private known = new Map<string, Person>();
  private readonly leaving = new Map<string, ReturnType<typeof setTimeout>>();
  private local: Local = { paragraph: null, text: null, anchor: null, head: null };
  private timer: ReturnType<typeof setTimeout> | null = null;
  private lastSent = 0;
  private quietUntil = Number.POSITIVE_INFINITY;

  /** Makes the awareness that the channel's provider carries. */
  start(doc: Doc): Awareness {
    const awareness = new Awareness(doc);
    awareness.setLocalState({ ...this.local });
    awareness.on("change", () => this.look());
    this.awareness = awareness;
    window.addEventListener("pageshow", this.again);
    return awareness;
  }

  stop(): void {
    window.removeEventListener("pageshow", this.again);
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    for (const timer of this.leaving.values()) clearTimeout(timer);
    this.leaving.clear();
    this.known.clear();
    this.awareness = null;
    this.quietUntil = Number.POSITIVE_INFINITY;
    this.show([]);
  }

  /** The channel is open: those who are here already are not announced. */
  joined(): void {
    this.quietUntil = Date.now() + SETTLING;
  }

  /** The line is lost: everybody vanishes from the list, nobody has left. */
  lost(): void {
    this.quietUntil = Number.POSITIVE_INFINITY;
    for (const timer of this.leaving.values()) clearTimeout(timer);
    this.leaving.clear();
  }

  /** Says which paragraph this person is at. */
  at(paragraph: string | null): void {
    if (paragraph === this.local.paragraph) return;
    this.local = { ...this.local, paragraph };
    this.send();
  }

  peopleAt(paragraph: string): Readable<Person[]> {
    let place = this.places.get(paragraph);
    if (!place) {
      place = createStore(this.people.get().filter((person) => person.paragraph === paragraph));
      if (place.get().length === 0) place.set(NOBODY);
      this.places.set(paragraph, place);
    }
    return place;
  }

  onComing(listener: (coming: Coming) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  caretsOf(text: string): CaretSource {
    let source = this.sources.get(text);
    if (!source) {
      source = new Source((selection) => this.setCaret(text, selection));
      source.show(this.carets().get(text) ?? NO_CARETS);
      this.sources.set(text, source);
    }
    return source;
  }

  private setCaret(text: string, selection: { anchor: unknown; head: unknown } | null): void {
    if (selection) this.local = { ...this.local, text, anchor: selection.anchor, head: selection.head };
    else if (this.local.text === text) this.local = { ...this.local, text: null, anchor: null, head: null };
    else return;
    this.send();
  }

  /** A page that comes out of the browser's cache was taken off the list when it went in. */
  private readonly again = (event: PageTransitionEvent): void => {
    if (event.persisted) this.awareness?.setLocalState({ ...this.local });
  };

  private send(): void {
    if (this.timer !== null) return;
    const wait = Math.max(0, this.lastSent + THROTTLE - Date.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      this.lastSent = Date.now();
      this.awareness?.setLocalState({ ...this.local });
    }, wait);
  }

  private look(): void {
    this.show(this.read());
  }

  private others(): [number, Record<string, unknown>][] {
    const { awareness } = this;
    if (!awareness) return [];
    return [...awareness.getStates()].filter(
      ([id, state]) => id !== awareness.clientID && isRecord(state.user) && typeof state.user.name === "string",
    );
  }

  private read(): Person[] {
    const people = new Map<string, Person>();
    for (const [, state] of this.others()) {
      const person = personOf(state);
      const before = people.get(person.id);
      // Of several windows of one person, the one that is somewhere counts.
      if (!before || (before.paragraph === null && person.paragraph !== null)) people.set(person.id, person);
    }
    return [...people.values()].sort((a, b) => compare(label(a), label(b)) || compare(a.id, b.id));
  }

  private carets(): Map<string, Caret[]> {
    const carets = new Map<string, Caret[]>();
    for (const [id, state] of this.others()) {
      const person = personOf(state);
      if (!person.text || person.reader || !isRecord(state.anchor) || !isRecord(state.head)) continue;
      const caret = {
        id: String(id),
        label: label(person),
        colour: person.colour,
        anchor: state.anchor,
        head: state.head,
      };
      carets.set(person.text, [...(carets.get(person.text) ?? []), caret]);
    }
    return carets;
  }

  private show(people: Person[]): void {
    if (!same(people, this.people.get())) this.people.set(people.length ? people : NOBODY);
    const byPlace = new Map<string, Person[]>();
    for (const person of people) {
      if (person.paragraph) byPlace.set(person.paragraph, [...(byPlace.get(person.paragraph) ?? []), person]);
    }
    for (const [paragraph, place] of this.places) {
      const here = byPlace.get(paragraph) ?? NOBODY;
      if (!same(here, place.get())) place.set(here);
    }
    const carets = this.carets();
    for (const [text, source] of this.sources) source.show(carets.get(text) ?? NO_CARETS);
    if (this.quietUntil !== Number.POSITIVE_INFINITY) this.announce(people);
  }

  private announce(people: Person[]): void {
    const now = new Map(people.map((person) => [person.id, person]));
    for (const [id, person] of now) {
      const timer = this.leaving.get(id);
      if (timer !== undefined) {
        clearTimeout(timer);
        this.leaving.delete(id);
      } else if (!this.known.has(id) && Date.now() > this.quietUntil) this.tell({ type: "came", person });
      this.known.set(id, person);
    }
    for (const [id, person] of this.known) {
      if (now.has(id) || this.leaving.has(id)) continue;
      const leave = () => {
        this.leaving.delete(id);
        this.known.delete(id);
        this.tell({ type: "left", person });
      };
      this.leaving.set(id, setTimeout(leave, LEFT_AFTER));
    }
  }

  private tell(coming: Coming): void {
    for (const listener of this.listeners) listener(coming);
  }
}

/** The carets of one text, for its editor. */
class Source implements CaretSource {
  private carets: readonly Caret[] = NO_CARETS;
  private readonly listeners = new Set<() => void>();

  constructor(readonly setLocal: CaretSource["setLocal"]) {}

  list(): readonly Caret[] {
    return this.carets;
  }

  subscribe(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  show(carets: readonly Caret[]): void {
    if (same(carets, this.carets)) return;
    this.carets = carets;
    for (const listener of [...this.listeners]) listener();
  }
}

const label = (person: Person) => person.delegation ?? person.name;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const same = (a: readonly unknown[], b: readonly unknown[]) =>
  a === b || (a.length === b.length && (a.length === 0 || JSON.stringify(a) === JSON.stringify(b)));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const stringOr = <Otherwise>(value: unknown, otherwise: Otherwise) => (typeof value === "string" ? value : otherwise);

/** Hues far enough apart, all of a contrast of 4.5 and more on white and with white upon them. */
const COLOURS = [
  "#1f5fa8",
  "#a8321f",
  "#2a7040",
  "#7a3e9d",
  "#8a5a00",
  "#00727a",
  "#a3256b",
  "#4d5fb8",
  "#5f6b1e",
  "#8b3a3a",
  "#276a8c",
  "#6b4f2f",
];

/** One delegation has one colour on every screen. */
export function colourOf(who: string): string {
  let hash = 0;
  for (const character of who) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return COLOURS[hash % COLOURS.length] ?? "#1f5fa8";
}

function personOf(state: Record<string, unknown>): Person {
  const user = isRecord(state.user) ? state.user : {};
  const name = stringOr(user.name, "");
  const delegation = stringOr(user.delegation, null);
  const office = stringOr(user.office, null);
  return {
    id: stringOr(user.person, `${name}|${delegation ?? ""}`),
    name,
    delegation,
    office,
    colour: colourOf(delegation ?? office ?? name),
    reader: user.reader === true,
    paragraph: stringOr(state.paragraph, null),
    text: stringOr(state.text, null),
  };
}
