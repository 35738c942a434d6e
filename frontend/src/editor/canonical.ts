import { digest } from "lib0/hash/sha256";
import type * as Y from "yjs";

/** What is said of a run of words: marks by name (ENGINE E1); a null is no attribute. */
export type Attributes = Record<string, unknown>;

/** Words with equal attributes, in the shape of `Y.Text.toDelta()`. */
export interface Run {
  insert: string;
  attributes?: Attributes;
}

const NONE: Attributes = {};

/** JSON with keys in order of UTF-16 units, no whitespace; what hashes and comparisons rest on. */
export function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${stableJson(member)}`).join(",")}}`;
}

function attributesJson(attributes: Attributes | undefined): string {
  if (!attributes) return "{}";
  const present = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined);
  return present.length ? stableJson(Object.fromEntries(present)) : "{}";
}

/** Whether two runs bear the same marks; absent, empty and null are the same. */
export function sameAttributes(a: Attributes | undefined, b: Attributes | undefined): boolean {
  return a === b || attributesJson(a) === attributesJson(b);
}

/** Merges equal neighbours, drops empty runs and null attributes. */
export function canonicalRuns(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  let lastJson = "";
  for (const { insert, attributes } of runs) {
    if (!insert) continue;
    const json = attributesJson(attributes);
    const last = out.at(-1);
    if (last && json === lastJson) last.insert += insert;
    else out.push(json === "{}" ? { insert } : { insert, attributes: JSON.parse(json) as Attributes });
    lastJson = json;
  }
  return out;
}

/** The canonical form of words as text (ENGINE E3). */
export function canonicalJson(runs: readonly Run[]): string {
  const parts = canonicalRuns(runs).map(({ insert, attributes }) =>
    attributes
      ? `{"attributes":${stableJson(attributes)},"insert":${JSON.stringify(insert)}}`
      : `{"insert":${JSON.stringify(insert)}}`,
  );
  return `[${parts.join(",")}]`;
}

/** SHA-256 of the canonical form, in hex. Synchronous, and needs no secure context as WebCrypto would. */
export function contentHash(runs: readonly Run[]): string {
  const bytes = digest(new TextEncoder().encode(canonicalJson(runs)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The present words of a Y.Text, canonical. */
export function runsOf(ytext: Y.Text): Run[] {
  return canonicalRuns(ytext.toDelta() as Run[]);
}

/** The characters alone. */
export function plainText(runs: readonly Run[]): string {
  return runs.map((run) => run.insert).join("");
}

/** The attributes of a run, never undefined. */
export function attributesOf(run: Run): Attributes {
  return run.attributes ?? NONE;
}
