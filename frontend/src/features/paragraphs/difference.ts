import type { Run } from "../../editor/canonical";
import { stableJson } from "../../editor/canonical";

/** A stretch of words that is in both, in the later only, or in the earlier only. */
export interface Stretch {
  kind: "same" | "added" | "removed";
  runs: Run[];
}

interface Token {
  text: string;
  attributes: Run["attributes"];
  key: string;
}

const WORD = /\s+|[\p{L}\p{N}\p{M}'’]+|[^\s\p{L}\p{N}\p{M}]/gu;

function tokens(runs: readonly Run[]): Token[] {
  return runs.flatMap(({ insert, attributes }) => {
    const marks = attributes ? stableJson(attributes) : "";
    return (insert.match(WORD) ?? []).map((text) => ({ text, attributes, key: `${text}\u0000${marks}` }));
  });
}

/** Above this many comparisons the middle is shown as replaced whole, rather than keep a phone busy. */
const MOST = 4_000_000;

/** What changed from earlier to later words, word by word; marks count as part of a word. */
export function difference(earlier: readonly Run[], later: readonly Run[]): Stretch[] {
  const a = tokens(earlier);
  const b = tokens(later);
  let start = 0;
  while (start < a.length && start < b.length && a[start]?.key === b[start]?.key) start++;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end]?.key === b[b.length - 1 - end]?.key
  ) {
    end++;
  }

  const out: Stretch[] = [];
  for (const token of a.slice(0, start)) push(out, "same", token);
  middle(out, a.slice(start, a.length - end), b.slice(start, b.length - end));
  for (const token of a.slice(a.length - end)) push(out, "same", token);
  return tidy(out);
}

/** The longest common subsequence by the table of its lengths. */
function middle(out: Stretch[], a: Token[], b: Token[]) {
  const [n, m] = [a.length, b.length];
  if (n === 0 || m === 0 || n * m > MOST) {
    for (const token of a) push(out, "removed", token);
    for (const token of b) push(out, "added", token);
    return;
  }
  const width = m + 1;
  const length = new Uint16Array((n + 1) * width);
  const at = (i: number, j: number) => length[i * width + j] ?? 0;
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      length[i * width + j] = a[i]?.key === b[j]?.key ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  let [i, j] = [0, 0];
  while (i < n || j < m) {
    const [left, right] = [a[i], b[j]];
    if (left && right && left.key === right.key) {
      push(out, "same", right);
      i++;
      j++;
    } else if (left && (!right || at(i + 1, j) >= at(i, j + 1))) {
      push(out, "removed", left);
      i++;
    } else if (right) {
      push(out, "added", right);
      j++;
    }
  }
}

function push(out: Stretch[], kind: Stretch["kind"], token: Token) {
  let last = out.at(-1);
  if (last?.kind !== kind) {
    last = { kind, runs: [] };
    out.push(last);
  }
  const run = last.runs.at(-1);
  if (run && stableJson(run.attributes ?? null) === stableJson(token.attributes ?? null)) run.insert += token.text;
  else last.runs.push(token.attributes ? { insert: token.text, attributes: token.attributes } : { insert: token.text });
}

/** A lone space between two changes belongs to them: "one two" for "three four" reads as one change, not two. */
function tidy(stretches: Stretch[]): Stretch[] {
  const out: Stretch[] = [];
  let removed: Run[] = [];
  let added: Run[] = [];
  const flush = () => {
    if (removed.length) out.push({ kind: "removed", runs: removed });
    if (added.length) out.push({ kind: "added", runs: added });
    [removed, added] = [[], []];
  };
  stretches.forEach((stretch, index) => {
    const inside = index > 0 && index < stretches.length - 1 && stretch.runs.every((run) => /^\s+$/.test(run.insert));
    if (stretch.kind === "removed") removed = join(removed, stretch.runs);
    else if (stretch.kind === "added") added = join(added, stretch.runs);
    else if (inside && removed.length && added.length) {
      removed = join(removed, stretch.runs);
      added = join(added, stretch.runs);
    } else {
      flush();
      out.push(stretch);
    }
  });
  flush();
  return out;
}

function join(a: Run[], b: Run[]): Run[] {
  const out = a.map((run) => ({ ...run }));
  for (const run of b) {
    const last = out.at(-1);
    if (last && stableJson(last.attributes ?? null) === stableJson(run.attributes ?? null)) last.insert += run.insert;
    else out.push({ ...run });
  }
  return out;
}
