import type { Mark, Node as PMNode } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import type { Step } from "@tiptap/pm/transform";
import type { Attributes } from "./canonical";
import { attributesOf } from "./canonical";
import type { Delta } from "./delta";
import { chop, compose, difference, push, splitsPair } from "./delta";
import { attributesOfMarks, marksOf, runsOfDocument } from "./schema";

/** The number of characters of a document. */
export function lengthOfDocument(doc: PMNode): number {
  return doc.content.size - 2;
}

/** What a step touches, in the document before it and after it. */
function touched(step: Step): { from: number; to: number; newFrom: number; newTo: number } | null {
  let hull: { from: number; to: number; newFrom: number; newTo: number } | null = null;
  step.getMap().forEach((from, to, newFrom, newTo) => {
    hull = hull
      ? {
          from: Math.min(hull.from, from),
          to: Math.max(hull.to, to),
          newFrom: Math.min(hull.newFrom, newFrom),
          newTo: Math.max(hull.newTo, newTo),
        }
      : { from, to, newFrom, newTo };
  });
  if (hull) return hull;
  // Steps that only mark map nothing, but know their range.
  const { from, to } = step as Step & { from?: number; to?: number };
  return from === undefined || to === undefined ? null : { from, to, newFrom: from, newTo: to };
}

function changeOfStep(step: Step, before: PMNode, after: PMNode): Delta {
  const range = touched(step);
  if (!range) return [];
  const was = before.textContent;
  const is = after.textContent;
  const index = (position: number, length: number) => Math.max(0, Math.min(length, position - 1));
  let start = Math.min(index(range.from, was.length), index(range.newFrom, is.length));
  let end = index(range.to, was.length);
  let newEnd = index(range.newTo, is.length);
  // A browser may replace half an emoji; what goes out is always whole characters.
  if (splitsPair(was, start) || splitsPair(is, start)) start -= 1;
  if (splitsPair(was, end) || splitsPair(is, newEnd)) {
    end += 1;
    newEnd += 1;
  }
  const delta: Delta = [];
  push(delta, { retain: start });
  for (const op of difference(runsOfDocument(before, start, end), runsOfDocument(after, start, newEnd)))
    push(delta, op);
  return chop(delta);
}

/** What a transaction changes, exactly where it changes it. */
export function changeOf(tr: Transaction): Delta {
  let change: Delta = [];
  tr.steps.forEach((step, i) => {
    const before = tr.docs[i];
    if (before) change = compose(change, changeOfStep(step, before, tr.docs[i + 1] ?? tr.doc));
  });
  return change;
}

function remark(tr: Transaction, from: number, to: number, changes: Attributes): void {
  const { schema } = tr.doc.type;
  const plan: { from: number; to: number; was: readonly Mark[]; is: Mark[] }[] = [];
  tr.doc.nodesBetween(from, to, (node, at) => {
    if (!node.isText) return;
    const attributes = { ...attributesOfMarks(node.marks) };
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) delete attributes[key];
      else attributes[key] = value;
    }
    const is = marksOf(schema, attributes);
    plan.push({ from: Math.max(from, at), to: Math.min(to, at + node.nodeSize), was: node.marks, is });
  });
  for (const { from: start, to: end, was, is } of plan) {
    for (const mark of was) if (!mark.isInSet(is)) tr.removeMark(start, end, mark);
    for (const mark of is) if (!mark.isInSet(was)) tr.addMark(start, end, mark);
  }
}

/** Makes a change in a transaction, so that selections and decorations move with the words. */
export function applyDelta(tr: Transaction, delta: Delta): void {
  const { schema } = tr.doc.type;
  let at = 1;
  for (const op of delta) {
    const left = lengthOfDocument(tr.doc) + 1 - at;
    if ("insert" in op) {
      tr.insert(at, schema.text(op.insert, marksOf(schema, attributesOf(op))));
      at += op.insert.length;
    } else if ("delete" in op) {
      if (left > 0) tr.delete(at, at + Math.min(left, op.delete));
    } else {
      const length = Math.min(left, op.retain);
      if (op.attributes && length > 0) remark(tr, at, at + length, op.attributes);
      at += length;
    }
  }
}
