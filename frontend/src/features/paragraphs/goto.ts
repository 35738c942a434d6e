interface Labelled {
  id: string;
  label: string | null;
  words: string;
  withdrawn: boolean;
}

/** Letters and digits alone, so that "a 12", "A.12" and "a-12" are one place. */
function key(label: string): string {
  return label
    .normalize("NFKC")
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu, "$1$2 ")
    .trim();
}

/**
 * The paragraphs that somebody may mean by what they typed, best first: the label itself, labels that begin so, then
 * words that contain it.
 */
export function findPlaces<P extends Labelled>(paragraphs: readonly P[], typed: string, most = 8): P[] {
  const wanted = key(typed);
  if (!wanted) return [];
  const exact: P[] = [];
  const begins: P[] = [];
  const contains: P[] = [];
  const words = typed.trim().toLocaleLowerCase();
  for (const paragraph of paragraphs) {
    if (paragraph.withdrawn) continue;
    const label = key(paragraph.label ?? "");
    if (label && label === wanted) exact.push(paragraph);
    else if (label && (label.startsWith(`${wanted} `) || (wanted.length > 0 && label.startsWith(wanted))))
      begins.push(paragraph);
    else if (words.length > 2 && paragraph.words.toLocaleLowerCase().includes(words)) contains.push(paragraph);
  }
  begins.sort(
    (a, b) =>
      Number(!key(a.label ?? "").startsWith(`${wanted} `)) - Number(!key(b.label ?? "").startsWith(`${wanted} `)),
  );
  return [...exact, ...begins, ...contains].slice(0, most);
}

/** The next paragraph after one that the room has not decided: not yet discussed, or to revisit. Goes round at the end. */
export function nextUndecided<P extends { id: string; status: string; withdrawn: boolean; kind: string }>(
  paragraphs: readonly P[],
  after: string | null,
): P | undefined {
  const undecided = (one: P) =>
    !one.withdrawn && one.kind !== "plain" && (one.status === "not_yet_discussed" || one.status === "to_revisit");
  const start = after === null ? -1 : paragraphs.findIndex((one) => one.id === after);
  return paragraphs.slice(start + 1).find(undecided) ?? paragraphs.slice(0, Math.max(start, 0)).find(undecided);
}
