import type { Attributes, Run } from "./canonical";
import { sameAttributes } from "./canonical";

/** One step through a text; in `attributes` of a retain, null takes a mark away. */
export type Op =
  | { insert: string; attributes?: Attributes }
  | { retain: number; attributes?: Attributes }
  | { delete: number };

/** A change of a flat text, as Y.Text events tell it. Nothing it does ever splits a surrogate pair. */
export type Delta = Op[];

function lengthOf(op: Op): number {
  if ("insert" in op) return op.insert.length;
  return "retain" in op ? op.retain : op.delete;
}

function slice(op: Op, from: number, length: number): Op {
  if ("insert" in op) return { ...op, insert: op.insert.slice(from, from + length) };
  return "retain" in op ? { ...op, retain: length } : { delete: length };
}

/** Adds an op at the end, merged with the last where it can be; inserts stand before deletes at one place. */
export function push(delta: Delta, op: Op): void {
  if (lengthOf(op) === 0) return;
  let at = delta.length;
  let last = delta[at - 1];
  if (last && "delete" in last) {
    if ("delete" in op) {
      last.delete += op.delete;
      return;
    }
    if ("insert" in op) {
      at -= 1;
      last = delta[at - 1];
    }
  }
  if (last && "insert" in last && "insert" in op && sameAttributes(last.attributes, op.attributes)) {
    last.insert += op.insert;
  } else if (last && "retain" in last && "retain" in op && sameChanges(last.attributes, op.attributes)) {
    last.retain += op.retain;
  } else {
    delta.splice(at, 0, { ...op });
  }
}

/** For retains a null says something, so it is not dropped from the comparison. */
function sameChanges(a: Attributes | undefined, b: Attributes | undefined): boolean {
  const keys = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]);
  for (const key of keys) {
    const [left, right] = [a?.[key], b?.[key]];
    if ((left === null) !== (right === null) || !sameAttributes({ value: left }, { value: right })) return false;
  }
  return true;
}

/** Drops a plain retain at the end, which says nothing. */
export function chop(delta: Delta): Delta {
  const last = delta.at(-1);
  if (last && "retain" in last && !hasKeys(last.attributes)) delta.pop();
  return delta;
}

function hasKeys(attributes: Attributes | undefined): attributes is Attributes {
  return attributes !== undefined && Object.keys(attributes).length > 0;
}

/** Reads ops in pieces; past the end there is only an endless plain retain. */
function reader(delta: Delta) {
  let index = 0;
  let offset = 0;
  return {
    more: () => index < delta.length,
    peek: (): Op => delta[index] ?? { retain: Number.POSITIVE_INFINITY },
    /** Whether the insert at hand stands for what is deleted right after it. */
    replaces: (): boolean => delta[index + 1] !== undefined && "delete" in (delta[index + 1] as Op),
    left: (): number => {
      const op = delta[index];
      return op ? lengthOf(op) - offset : Number.POSITIVE_INFINITY;
    },
    take(length: number): Op {
      const op = delta[index];
      if (!op) return { retain: length };
      const piece = slice(op, offset, length);
      offset += length;
      if (offset >= lengthOf(op)) {
        index += 1;
        offset = 0;
      }
      return piece;
    },
  };
}

function withAttributes<T extends Op>(op: T, attributes: Attributes | undefined): T {
  if (hasKeys(attributes)) return { ...op, attributes };
  const { attributes: _gone, ...bare } = op as T & { attributes?: Attributes };
  return bare as unknown as T;
}

function withoutNulls(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
}

/** One change that does what `first` and then `second` do. */
export function compose(first: Delta, second: Delta): Delta {
  const a = reader(first);
  const b = reader(second);
  const out: Delta = [];
  while (a.more() || b.more()) {
    const next = b.peek();
    const base = a.peek();
    if ("insert" in next) {
      push(out, b.take(b.left()));
      continue;
    }
    if ("delete" in base) {
      push(out, a.take(a.left()));
      continue;
    }
    const length = Math.min(a.left(), b.left());
    const left = a.take(length);
    const right = b.take(length);
    if ("delete" in right) {
      if (!("insert" in left)) push(out, right);
    } else if ("retain" in right) {
      const merged = { ...("attributes" in left ? left.attributes : {}), ...right.attributes };
      if ("insert" in left) push(out, withAttributes(left, withoutNulls(merged)));
      else push(out, withAttributes({ retain: length }, merged));
    }
  }
  return chop(out);
}

/**
 * `delta` as it must read after `over`, a change of the same words, was made. At one place `first` goes before, except
 * that words which replace others stay where those were, behind what was inserted before them.
 */
export function rebase(delta: Delta, over: Delta, first: boolean): Delta {
  const a = reader(over);
  const b = reader(delta);
  const out: Delta = [];
  while (b.more()) {
    const done = a.peek();
    const mine = b.peek();
    const goesFirst = a.replaces() === b.replaces() ? first : a.replaces();
    if ("insert" in done && (!goesFirst || !("insert" in mine))) {
      push(out, { retain: a.left() });
      a.take(a.left());
      continue;
    }
    if ("insert" in mine) {
      push(out, b.take(b.left()));
      continue;
    }
    const length = Math.min(a.left(), b.left());
    const theirs = a.take(length);
    const own = b.take(length);
    if ("delete" in theirs) continue;
    if ("delete" in own) push(out, own);
    else if ("retain" in own) {
      const attributes = { ...own.attributes };
      if (!first && "retain" in theirs) for (const key of Object.keys(theirs.attributes ?? {})) delete attributes[key];
      push(out, withAttributes({ retain: length }, attributes));
    }
  }
  return chop(out);
}

/** The words after a change. */
export function apply(runs: readonly Run[], delta: Delta): Run[] {
  return compose(runs as Delta, delta) as Run[];
}

function isHigh(code: number): boolean {
  return (code & 0xfc00) === 0xd800;
}

function isLow(code: number): boolean {
  return (code & 0xfc00) === 0xdc00;
}

/** Whether an index falls inside a surrogate pair. */
export function splitsPair(text: string, index: number): boolean {
  return index > 0 && index < text.length && isHigh(text.charCodeAt(index - 1)) && isLow(text.charCodeAt(index));
}

/** What changes when marks go from one set to another; null where one is taken away. */
export function attributeChanges(before: Attributes | undefined, after: Attributes | undefined): Attributes {
  const changes: Attributes = {};
  for (const key of Object.keys(before ?? {}))
    if (after?.[key] === undefined || after[key] === null) changes[key] = null;
  for (const [key, value] of Object.entries(after ?? {})) {
    if (value !== null && !sameAttributes({ value: before?.[key] }, { value })) changes[key] = value;
  }
  return changes;
}

function textOf(runs: readonly Run[]): string {
  let text = "";
  for (const run of runs) text += run.insert;
  return text;
}

/** What makes characters that stay the same bear the marks they bear in `after`. */
export function marksDifference(before: readonly Run[], after: readonly Run[]): Delta {
  const a = reader(before as Delta);
  const b = reader(after as Delta);
  const out: Delta = [];
  while (a.more() && b.more()) {
    const step = Math.min(a.left(), b.left());
    const was = a.take(step) as Run;
    const is = b.take(step) as Run;
    push(out, withAttributes({ retain: step }, attributeChanges(was.attributes, is.attributes)));
  }
  return out;
}

/** The runs between two indices. */
export function partOfRuns(runs: readonly Run[], from: number, to: number): Run[] {
  const out: Run[] = [];
  let at = 0;
  for (const run of runs) {
    if (at >= to) break;
    const end = at + run.insert.length;
    if (end > from) out.push({ ...run, insert: run.insert.slice(Math.max(0, from - at), Math.min(to, end) - at) });
    at = end;
  }
  return out;
}

/** A low half always bears the marks of its high half, so that no op begins or ends between them. */
function wholePairs(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    const torn = last && isHigh(last.insert.charCodeAt(last.insert.length - 1)) && isLow(run.insert.charCodeAt(0));
    if (last && torn) last.insert += run.insert[0];
    const insert = torn ? run.insert.slice(1) : run.insert;
    if (insert) out.push({ ...run, insert });
  }
  return out;
}

/** The least change from some words to others: common ends are kept, only the middle is replaced. */
export function difference(tornBefore: readonly Run[], tornAfter: readonly Run[]): Delta {
  const before = wholePairs(tornBefore);
  const after = wholePairs(tornAfter);
  const was = textOf(before);
  const is = textOf(after);
  const most = Math.min(was.length, is.length);
  let head = 0;
  while (head < most && was.charCodeAt(head) === is.charCodeAt(head)) head++;
  if (splitsPair(was, head) || splitsPair(is, head)) head--;
  let tail = 0;
  while (tail < most - head && was.charCodeAt(was.length - 1 - tail) === is.charCodeAt(is.length - 1 - tail)) tail++;
  if (splitsPair(was, was.length - tail) || splitsPair(is, is.length - tail)) tail--;
  const out: Delta = [];
  const [wasEnd, isEnd] = [was.length - tail, is.length - tail];
  for (const op of marksDifference(partOfRuns(before, 0, head), partOfRuns(after, 0, head))) push(out, op);
  for (const op of partOfRuns(after, head, isEnd)) push(out, op);
  push(out, { delete: wasEnd - head });
  const tails = [partOfRuns(before, wasEnd, was.length), partOfRuns(after, isEnd, is.length)] as const;
  for (const op of marksDifference(...tails)) push(out, op);
  return chop(out);
}

/** Where an index of the words before a change is after it; at an insertion it goes behind what was inserted. */
export function movedIndex(delta: Delta, index: number): number {
  let before = 0;
  let after = 0;
  for (const op of delta) {
    if (before > index) break;
    if ("insert" in op) after += op.insert.length;
    else if ("delete" in op) before += op.delete;
    else {
      if (before + op.retain > index) break;
      before += op.retain;
      after += op.retain;
    }
  }
  return after + Math.max(0, index - before);
}
