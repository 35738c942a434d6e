import { runsOf } from "../editor/canonical";
import { FOOTNOTE_CHARACTER } from "../editor/marks";
import { notesIn } from "../editor/notes";
import type { LiveText } from "./liveText";
import { createStore } from "./store";

/** The footnotes in attached texts as they are written; of others the page state tells. */
export class Notes {
  readonly live = createStore<ReadonlyMap<string, readonly string[]>>(new Map());

  /** Follows a text for as long as it is open. */
  watch({ id, words, state }: LiveText): void {
    const look = () => {
      if (!state.get().synced) return;
      const before = this.live.get().get(id);
      // Most texts have none: they are told at a glance.
      const none = !words.toString().includes(FOOTNOTE_CHARACTER);
      if (none && (!before || before.length === 0)) {
        if (!before) this.live.set(new Map(this.live.get()).set(id, []));
        return;
      }
      const notes = none ? [] : notesIn(runsOf(words));
      if (JSON.stringify(notes) !== JSON.stringify(before)) this.live.set(new Map(this.live.get()).set(id, notes));
    };
    words.observe(look);
    state.subscribe(look);
    look();
  }
}
