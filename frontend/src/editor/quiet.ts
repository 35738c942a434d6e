import * as Y from "yjs";
import { createUndoManager, typing, wordsOf } from "./ytext";

/** The Yjs origin of what one does in a quiet copy when it comes to the text; undo there takes back only what bears `typing`. */
const takenBack = Object.freeze({ name: "taken back quietly" });

/**
 * A copy of a text to write in undisturbed: what is written goes to the text at once, what others write comes only when
 * it is asked for. It writes under an id of its own, so that the two histories stay one (ENGINE E6, E14).
 */
export class QuietCopy {
  readonly doc = new Y.Doc();
  readonly words = wordsOf(this.doc);
  readonly undo: Y.UndoManager;
  private readonly listeners = new Set<() => void>();
  private followed = false;
  private missed = false;
  private stopped = false;
  private sending = false;

  constructor(private readonly source: Y.Doc) {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(source), this);
    this.undo = createUndoManager(this.words);
    this.doc.on("update", this.send);
    source.on("update", this.hear);
  }

  /** Whether others have changed the text, unseen here. */
  get behind(): boolean {
    return this.missed;
  }

  subscribe(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  /** Shows what others did; with `from now on`, everything they do as it comes. */
  catchUp(fromNowOn: boolean): void {
    this.followed ||= fromNowOn;
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.source, Y.encodeStateVector(this.doc)), this);
    this.miss(false);
  }

  /** Others' words are kept from view again. */
  quieten(): void {
    this.followed = false;
  }

  destroy(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.source.off("update", this.hear);
    this.undo.destroy();
    this.doc.destroy();
  }

  private readonly send = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.sending = true;
    try {
      Y.applyUpdate(this.source, update, origin === typing ? typing : takenBack);
    } finally {
      this.sending = false;
    }
  };

  private readonly hear = (update: Uint8Array, origin: unknown): void => {
    if (this.sending) return;
    // What one does to the text from elsewhere on the page is one's own as well.
    if (this.followed || origin === typing) Y.applyUpdate(this.doc, update, this);
    else this.miss(true);
  };

  private miss(missed: boolean): void {
    if (missed === this.missed) return;
    this.missed = missed;
    for (const listener of this.listeners) listener();
  }
}
