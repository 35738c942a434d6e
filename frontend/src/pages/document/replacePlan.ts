import { uuid7 } from "../../api/ids";
import type { DocumentMe, PageState } from "../../api/types";
import { contentHash } from "../../editor/canonical";
import { replaced, replacing } from "../../features/paragraphs/find";
import { type Outcome, replaceInText } from "../../features/paragraphs/replaceInText";
import { rightsFor } from "../../features/paragraphs/rights";
import type { DocumentSession } from "../../sync/session";
import type { Found } from "./useFind";

/** What replacing comes to in one paragraph: in its text, as a private draft beside it, or not at all, and why. */
export interface Planned {
  found: Found;
  how: "text" | "draft" | "none";
  why: string;
}

/** Says for each paragraph how words may be replaced in it, by the rights that hold now. */
export function planFor(found: readonly Found[], state: PageState, me: DocumentMe | null): Planned[] {
  return found.map((one) => {
    const way = state.categories.find((category) => category.id === one.paragraph.category)?.way ?? "closed";
    const { write, draft, why } = rightsFor(one.paragraph, way, me);
    if (write) return { found: one, how: "text", why: "" };
    const agreed = one.paragraph.status === "agreed" && one.paragraph.qualifier !== "except";
    return { found: one, how: draft && !agreed ? "draft" : "none", why };
  });
}

/** Carries it out for one paragraph; a draft is kept on this device at once and cannot fail. */
export async function carryOut(
  sync: DocumentSession,
  { found: { paragraph, runs, matches }, how }: Planned,
  words: string,
  person: string,
): Promise<Outcome> {
  if (how === "text") return replaceInText(sync, paragraph, runs, replacing(runs, matches, words));
  if (how === "none") return "shut";
  sync.drafts.keep(
    {
      id: uuid7(),
      paragraph: paragraph.id,
      runs: replaced(runs, matches, words),
      base_hash: contentHash(runs),
      origin: "own",
      reason: null,
    },
    person,
  );
  return "done";
}
