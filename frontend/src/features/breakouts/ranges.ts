import type { Category, Paragraph } from "../../api/types";

type Place = Pick<Paragraph, "id" | "address" | "category" | "withdrawn">;

/** What "A.3–A.9, B.2" means among the paragraphs, and the parts that mean nothing. */
export interface Named {
  paragraphs: string[];
  unknown: string[];
}

const plain = (address: string) => address.replaceAll(/\s/g, "").toLocaleLowerCase();

/** Where each name leads. Names of an imported text need not be unique: those take their category's before them. */
function namesOf(standing: readonly Place[], codes: ReadonlyMap<string, string>): Map<string, number> {
  const at = new Map<string, number>();
  const twice = new Set<string>();
  standing.forEach(({ address, category }, index) => {
    if (!address) return;
    for (const name of new Set([plain(address), plain((codes.get(category) ?? "") + address)])) {
      if (at.has(name)) twice.add(name);
      at.set(name, index);
    }
  });
  for (const name of twice) at.delete(name);
  return at;
}

/**
 * Paragraphs named by their numbers or by ranges of them, in the order of the document. A range takes what stands
 * between both ends, sub-paragraphs too; the second end may leave out the letter: "A.3–9".
 */
export function paragraphsNamed(
  typed: string,
  paragraphs: readonly Place[],
  codes: ReadonlyMap<string, string> = new Map(),
): Named {
  const standing = paragraphs.filter((one) => !one.withdrawn);
  const at = namesOf(standing, codes);
  const chosen = new Set<number>();
  const unknown: string[] = [];
  for (const part of typed.split(/[,;\n]/)) {
    if (part.trim() === "") continue;
    const span = spanOf(part, at);
    if (!span) {
      unknown.push(part.trim());
      continue;
    }
    const [first, last] = [Math.min(...span), Math.max(...span)];
    for (let index = first; index <= last; index++) chosen.add(index);
    // What is under the last one belongs to it.
    const end = standing[last];
    for (let index = last + 1; end?.address && standing[index]?.address.startsWith(`${end.address}(`); index++)
      chosen.add(index);
  }
  return { paragraphs: standing.filter((_, index) => chosen.has(index)).map((one) => one.id), unknown };
}

function spanOf(part: string, at: Map<string, number>): [number, number] | null {
  const whole = at.get(plain(part));
  if (whole !== undefined) return [whole, whole];
  const [from = "", to = "", ...more] = part.split(/\s*(?:–|—|-|\bto\b|…|\.\.)\s*/u);
  if (more.length > 0) return null;
  const first = at.get(plain(from));
  const last = at.get(plain(to)) ?? continued(plain(from), plain(to), at);
  return first === undefined || last === undefined ? null : [first, last];
}

/** The second end without what it has in common with the first: "A.3–9", "Article 3.1–3.4". */
function continued(from: string, to: string, at: Map<string, number>): number | undefined {
  for (let length = from.length - 1; length > 0; length--) {
    const found = at.get(from.slice(0, length) + to);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Neighbours written as ranges: "A.3–A.9, B.2". `order` is the document's. */
export function rangesOf(given: readonly { id: string; address: string }[], order: readonly { id: string }[]): string {
  const at = new Map(order.map((one, index) => [one.id, index]));
  const sorted = given.toSorted((a, b) => (at.get(a.id) ?? Infinity) - (at.get(b.id) ?? Infinity));
  const spans: { first: string; last: string; end: number }[] = [];
  for (const { id, address } of sorted) {
    const index = at.get(id) ?? Number.NaN;
    const before = spans.at(-1);
    if (before && index === before.end + 1) {
      before.last = address;
      before.end = index;
    } else spans.push({ first: address, last: address, end: index });
  }
  return spans
    .filter(({ first }) => first)
    .map(({ first, last }) => (first === last ? first : `${first}–${last}`))
    .join(", ");
}

/** What a group was given, for short: "A, C, B.3–B.9". */
export function givenWords(
  given: { categories: readonly Pick<Category, "code">[]; paragraphs: readonly { id: string; address: string }[] },
  order: readonly { id: string }[],
): string {
  const ranges = rangesOf(given.paragraphs, order);
  return [...given.categories.map((one) => one.code), ...(ranges ? [ranges] : [])].join(", ");
}
