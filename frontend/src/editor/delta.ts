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

function chop(delta: Delta): Delta {
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

/** `delta` as it must read after `over`, a change of the same words, was made. At one place `first` goes before. */
export function rebase(delta: Delta, over: Delta, first: boolean): Delta {
  const a = reader(over);
  const b = reader(delta);
  const out: Delta = [];
  while (b.more()) {
    const done = a.peek();
    const mine = b.peek();
    if ("insert" in done && (!first || !("insert" in mine))) {
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

/** Adds to `out` what makes equal characters bear the marks they bear in `after`. */
function pushMarks(out: Delta, before: Delta, after: Delta, length: number): void {
  const a = reader(before);
  const b = reader(after);
  for (let done = 0; done < length; ) {
    const step = Math.min(a.left(), b.left(), length - done);
    const was = a.take(step) as Run;
    const is = b.take(step) as Run;
    push(out, withAttributes({ retain: step }, attributeChanges(was.attributes, is.attributes)));
    done += step;
  }
}

function part(runs: readonly Run[], from: number, to: number): Delta {
  const out: Delta = [];
  let at = 0;
  for (const run of runs) {
    const end = at + run.insert.length;
    if (end > from && at < to) {
      out.push({ ...run, insert: run.insert.slice(Math.max(0, from - at), Math.min(to, end) - at) });
    }
    at = end;
  }
  return out;
}

/** The least change from some words to others: common ends are kept, only the middle is replaced. */
export function difference(before: readonly Run[], after: readonly Run[]): Delta {
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
  pushMarks(out, part(before, 0, head), part(after, 0, head), head);
  for (const op of part(after, head, is.length - tail)) push(out, op);
  push(out, { delete: was.length - tail - head });
  pushMarks(out, part(before, was.length - tail, was.length), part(after, is.length - tail, is.length), tail);
  return chop(out);
}
