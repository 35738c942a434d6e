import type { Node as PMNode } from "@tiptap/pm/model";
import type { EditorState, Transaction } from "@tiptap/pm/state";
import { Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";
import type * as Y from "yjs";
import { runsOf } from "./canonical";
import type { Delta } from "./delta";
import { apply, compose, difference, movedIndex, rebase, splitsPair } from "./delta";
import { readSelection } from "./domSelection";
import { FOOTNOTE_CHARACTER } from "./marks";
import { runsOfDocument } from "./schema";
import { applyDelta, changeOf, lengthOfDocument } from "./steps";
import { absoluteIndex, changeOfEvent, comingBack, relativePosition, typing } from "./ytext";

/** What the binding needs of an editor's view; a test may bind a bare state. */
export interface BoundView {
  readonly state: EditorState;
  readonly composing: boolean;
  readonly dom?: HTMLElement;
  dispatch(tr: Transaction): void;
}

interface Unsent {
  delta: Delta;
  before: Unsent | null;
}

interface BindingState {
  last: Unsent | null;
}

interface StoredSelection {
  anchor: Y.RelativePosition;
  head: Y.RelativePosition;
}

export const bindingKey = new PluginKey<BindingState>("words");

/** How often it is looked whether a composition is over, while changes of others wait for it. */
const LOOK_AGAIN = 50;

/** A composition at rest for so long no longer keeps others' words from the screen. */
const COMPOSITION_REST = 3_000;

function indices(state: EditorState): { anchor: number; head: number } {
  const length = lengthOfDocument(state.doc);
  const clamp = (position: number) => Math.max(0, Math.min(length, position - 1));
  return { anchor: clamp(state.selection.anchor), head: clamp(state.selection.head) };
}

/**
 * What others insert at one's caret goes behind it, and what they insert at the ends of one's selection stays out; one's
 * own words that come back go before the caret.
 */
function keepPlace(tr: Transaction, { selection }: EditorState, own: boolean): void {
  if (!(selection instanceof TextSelection)) return;
  const { anchor, head } = selection;
  if (own && anchor === head) {
    tr.setSelection(TextSelection.create(tr.doc, tr.mapping.map(head, 1)));
    return;
  }
  const moved = (position: number, other: number) => tr.mapping.map(position, position < other ? 1 : -1);
  const [newAnchor, newHead] = [moved(anchor, head), moved(head, anchor)];
  const crossed = anchor < head ? newAnchor > newHead : newAnchor < newHead;
  tr.setSelection(TextSelection.create(tr.doc, newAnchor, crossed ? newAnchor : newHead));
}

/** Unites the changes made after `since`, and cuts the chain there so that it does not grow. */
function changesSince(last: Unsent | null, since: Unsent | null): Delta {
  const deltas: Delta[] = [];
  for (let node = last; node && node !== since; node = node.before) deltas.push(node.delta);
  return deltas.reverse().reduce(compose, []);
}

/** The stretch of the words after a change in which it did something, one character more on each side. */
function changedStretch(delta: Delta): { from: number; to: number } | null {
  let at = 0;
  let first: number | null = null;
  let end = 0;
  for (const op of delta) {
    const length = "insert" in op ? op.insert.length : "retain" in op ? op.retain : 0;
    if (!("retain" in op) || op.attributes) {
      first ??= at;
      end = at + length;
    }
    at += length;
  }
  return first === null ? null : { from: Math.max(0, first - 1), to: end + 1 };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\uFFFC]|\p{Surrogate}/gu;

/** Takes out of fresh words what a text may not hold: control characters, half pairs, placeholders without a note. */
function clean(tr: Transaction, delta: Delta): void {
  const stretch = changedStretch(delta);
  if (!stretch) return;
  const { doc } = tr;
  const text = doc.textContent;
  const from = Math.min(text.length, splitsPair(text, stretch.from) ? stretch.from - 1 : stretch.from);
  const to = Math.min(text.length, splitsPair(text, stretch.to) ? stretch.to + 1 : stretch.to);
  const { footnote } = doc.type.schema.marks;
  const isNote = (index: number) => doc.nodeAt(1 + index)?.marks.some((mark) => mark.type === footnote) ?? false;
  for (let index = from; index < to; index++) {
    if (text[index] !== FOOTNOTE_CHARACTER && isNote(index)) tr.removeMark(1 + index, 2 + index, footnote);
  }
  for (const { index, 0: unwanted } of [...text.slice(from, to).matchAll(UNWANTED)].reverse()) {
    const at = 1 + from + index;
    if (unwanted !== FOOTNOTE_CHARACTER || !isNote(at - 1)) tr.delete(at, at + unwanted.length);
  }
}

/** Gives both halves of a pair the same marks; what is sent treats them so already. */
function mendPairs(tr: Transaction): void {
  let before: PMNode | null = null;
  tr.doc.firstChild?.forEach((node, offset) => {
    const torn = before && splitsPair(`${before.text?.at(-1)}${node.text?.[0]}`, 1);
    if (before && torn) {
      for (const mark of node.marks) if (!mark.isInSet(before.marks)) tr.removeMark(1 + offset, 2 + offset, mark);
      for (const mark of before.marks) if (!mark.isInSet(node.marks)) tr.addMark(1 + offset, 2 + offset, mark);
    }
    before = node;
  });
}

/** Keeps one editor and one Y.Text the same (ENGINE E2). Its document must be made of the text's present words. */
export function bindWords(ytext: Y.Text, undo: Y.UndoManager): Plugin<BindingState> {
  return new Plugin<BindingState>({
    key: bindingKey,
    state: {
      init: () => ({ last: null }),
      apply(tr, value) {
        if (!tr.docChanged || tr.getMeta(bindingKey)) return value;
        const delta = changeOf(tr);
        return delta.length ? { last: { delta, before: value.last } } : value;
      },
    },
    appendTransaction(transactions, before, after) {
      if (!transactions.some((tr) => tr.docChanged && !tr.getMeta(bindingKey))) return null;
      const { tr } = after;
      mendPairs(tr);
      clean(tr, changesSince(bindingKey.getState(after)?.last ?? null, bindingKey.getState(before)?.last ?? null));
      return tr.docChanged ? tr : null;
    },
    view: (view) => connect(view, ytext, undo),
  });
}

/** Starts carrying changes both ways; what `update` is told is the state before. */
export function connect(view: BoundView, ytext: Y.Text, undo: Y.UndoManager) {
  let sent = bindingKey.getState(view.state)?.last ?? null;
  // What the text has and the editor does not show yet: others' changes that wait for the end of a composition.
  let ahead = difference(runsOfDocument(view.state.doc), runsOf(ytext));
  let writing = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let touchedAt = 0;
  // The browser may still be writing just after a composition ended.
  let composedAt = Number.NEGATIVE_INFINITY;
  let selectionBefore: StoredSelection | null = null;

  function storeSelection(state: EditorState): StoredSelection {
    const { anchor, head } = indices(state);
    return {
      anchor: relativePosition(ytext, movedIndex(ahead, anchor)),
      head: relativePosition(ytext, movedIndex(ahead, head)),
    };
  }

  function send(before: EditorState): void {
    const last = bindingKey.getState(view.state)?.last ?? null;
    if (last === sent) return;
    const local = changesSince(last, sent);
    if (last) last.before = null;
    sent = last;
    touchedAt = Date.now();
    if (!local.length) return;
    selectionBefore = storeSelection(before);
    const delta = rebase(local, ahead, true);
    ahead = rebase(ahead, local, false);
    writing = true;
    try {
      ytext.doc?.transact(() => ytext.applyDelta(delta), typing);
    } finally {
      writing = false;
    }
  }

  function show(own = false): void {
    if (!ahead.length) return;
    readSelection(view);
    const { state } = view;
    const tr = state.tr;
    applyDelta(tr, ahead);
    ahead = [];
    // The text is the truth: whatever a rebased change could not express is put right here.
    applyDelta(tr, difference(runsOfDocument(tr.doc), runsOf(ytext)));
    keepPlace(tr, state, own);
    if (state.storedMarks && state.selection.empty) tr.setStoredMarks(state.storedMarks);
    view.dispatch(tr.setMeta(bindingKey, { remote: true }).setMeta("addToHistory", false));
  }

  function settled(): boolean {
    return !view.composing && Date.now() - composedAt >= LOOK_AGAIN;
  }

  function wait(): void {
    timer ??= setTimeout(() => {
      timer = null;
      if (view.composing) composedAt = Date.now();
      if (settled() || Date.now() - touchedAt > COMPOSITION_REST) show();
      if (ahead.length) wait();
    }, LOOK_AGAIN);
  }

  function receive(event: Y.YTextEvent): void {
    if (writing) return;
    ahead = compose(ahead, changeOfEvent(event, apply(runsOfDocument(view.state.doc), ahead)));
    if (settled()) show(event.transaction.origin === comingBack);
    else {
      if (timer === null) touchedAt = Date.now();
      wait();
    }
  }

  function composed(): void {
    composedAt = Date.now();
  }

  function beforeTransaction(transaction: Y.Transaction): void {
    if (transaction.origin === undo) selectionBefore = storeSelection(view.state);
  }

  function onStackItem({ stackItem }: { stackItem: { meta: Map<unknown, unknown> } }): void {
    if (selectionBefore) stackItem.meta.set(bindingKey, selectionBefore);
  }

  function onPopped({ stackItem }: { stackItem: { meta: Map<unknown, unknown> } }): void {
    const stored = stackItem.meta.get(bindingKey) as StoredSelection | undefined;
    const anchor = stored && absoluteIndex(ytext, stored.anchor);
    const head = stored && absoluteIndex(ytext, stored.head);
    if (typeof anchor !== "number" || typeof head !== "number" || ahead.length) return;
    const { state } = view;
    view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, anchor + 1, head + 1)).scrollIntoView());
  }

  view.dom?.addEventListener("compositionend", composed);
  ytext.observe(receive);
  ytext.doc?.on("beforeTransaction", beforeTransaction);
  undo.on("stack-item-added", onStackItem);
  undo.on("stack-item-popped", onPopped);
  if (ahead.length) wait();

  return {
    update(_view: unknown, before: EditorState): void {
      send(before);
    },
    destroy(): void {
      if (timer !== null) clearTimeout(timer);
      view.dom?.removeEventListener("compositionend", composed);
      ytext.unobserve(receive);
      ytext.doc?.off("beforeTransaction", beforeTransaction);
      undo.off("stack-item-added", onStackItem);
      undo.off("stack-item-popped", onPopped);
    },
  };
}
