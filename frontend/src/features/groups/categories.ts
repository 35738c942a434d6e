import { t } from "@lingui/core/macro";

export interface CategoryDraft {
  key: string;
  code: string;
  title: string;
}

/** Where a new document starts: A to E, without titles. */
export function firstCategories(): CategoryDraft[] {
  return ["A", "B", "C", "D", "E"].map((code) => ({ key: code, code, title: "" }));
}

/** The first letter that is not taken; after Z a number. */
export function nextCode(categories: CategoryDraft[]): string {
  const taken = new Set(categories.map(({ code }) => code.trim().toUpperCase()));
  for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") if (!taken.has(letter)) return letter;
  return String(categories.length + 1);
}

/** What is wrong with codes, by the path of the field. */
export function categoryFaults(categories: CategoryDraft[]): Record<string, string> {
  const faults: Record<string, string> = {};
  const seen = new Set<string>();
  categories.forEach(({ code }, index) => {
    const plain = code.trim().toLowerCase();
    if (!plain) faults[`categories.${index}.code`] = t`Needs a code.`;
    else if (seen.has(plain)) faults[`categories.${index}.code`] = t`Used twice.`;
    seen.add(plain);
  });
  return faults;
}
