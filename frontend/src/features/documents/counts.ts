import type { Paragraph, Status } from "../../api/types";
import { STATUSES } from "../../ui/status";

export interface Count {
  total: number;
  agreed: number;
  /** Of the agreed ones, those subject to capitals, and those with something left. */
  adReferendum: number;
  except: number;
  /** Not yet discussed, or to revisit: what the room has still to come to. */
  left: number;
  by: Record<Status, number>;
}

/** How far some paragraphs have come. Withdrawn ones do not count, nor plain text that nobody marked. */
export function countOf(
  paragraphs: readonly Pick<Paragraph, "status" | "kind" | "withdrawn" | "mark" | "qualifier">[],
): Count {
  const by = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  let [total, adReferendum, except] = [0, 0, 0];
  for (const { status, kind, withdrawn, mark, qualifier } of paragraphs) {
    if (withdrawn || (kind === "plain" && !mark)) continue;
    by[status] += 1;
    total += 1;
    if (qualifier === "ad_referendum") adReferendum += 1;
    if (qualifier === "except") except += 1;
  }
  return { total, agreed: by.agreed, adReferendum, except, left: by.not_yet_discussed + by.to_revisit, by };
}
