import { uuid7 } from "../../api/ids";
import type { DocumentMe, PageState } from "../../api/types";
import { contentHash } from "../../editor/canonical";
import { type Exchange, exchanges, type FindOptions, replaced, replacing } from "../../features/paragraphs/find";
import { type Outcome, replaceInText } from "../../features/paragraphs/replaceInText";
import { rightsFor } from "../../features/paragraphs/rights";
import type { DocumentSession } from "../../sync/session";
import type { Found } from "./useFind";

/** What replacing comes to in one paragraph: in its text, as a private draft beside it, or not at all, and why. */
export interface Planned {
  found: Found;
  places: Exchange[];
  how: "text" | "draft" | "none";
  why: string;
}

/** Says for each paragraph how words may be replaced in it, by the rights that hold now. */
export function planFor(
  found: readonly Found[],
  words: string,
  options: FindOptions,
  state: PageState,
  me: DocumentMe | null,
): Planned[] {
  return found.map((one) => {
    const places = exchanges(one.text, one.matches, words, options);
    const way = state.categories.find((category) => category.id === one.paragraph.category)?.way ?? "closed";
    const { write, draft, why } = rightsFor(one.paragraph, way, me);
    if (write) return { found: one, places, how: "text", why: "" };
    const agreed = one.paragraph.status === "agreed" && one.paragraph.qualifier !== "except";
    return { found: one, places, how: draft && !agreed ? "draft" : "none", why };
  });
}

/** Carries it out for one paragraph; a draft is kept on this device at once and cannot fail. */
export async function carryOut(
  sync: DocumentSession,
  { found: { paragraph, runs }, places, how }: Planned,
  person: string,
): Promise<Outcome> {
  if (how === "text") return replaceInText(sync, paragraph, runs, replacing(runs, places));
  if (how === "none") return "shut";
  sync.drafts.keep(
    {
      id: uuid7(),
      paragraph: paragraph.id,
      runs: replaced(runs, places),
      base_hash: contentHash(runs),
      origin: "own",
      reason: null,
    },
    person,
  );
  return "done";
}
