import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { uuid7 } from "../../api/ids";
import { isPassing } from "../../api/problem";
import type { DocumentMe, Paragraph, Run } from "../../api/types";
import { contentHash, plainText } from "../../editor/canonical";
import { useSync } from "../../sync/DocumentSync";
import { announce } from "../../ui/announce";
import { sayNotDone } from "../paragraphs/api";
import { placeOf } from "../paragraphs/place";
import { createProposal, forgetDraft, keepProposal } from "./api";
import { useDesk } from "./DeskProvider";
import type { Proposal, ProposalCreate } from "./types";

/** What somebody wants to propose at a paragraph. */
export interface Wanted {
  kind: Proposal["kind"];
  paragraph: Paragraph;
  /** The words that the paragraph has now. */
  present: Run[];
  basis?: Proposal["basis"];
  /** From the floor: whose it is. */
  floor?: { delegation: string | null; name: string };
  /** A private draft whose words it takes, tabled at once if that may be. */
  draft?: { id: string; runs: Run[]; notAdded: boolean; table: boolean };
  /** Words to begin with, as an earlier wording. */
  runs?: Run[];
  source?: ProposalCreate["source"];
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;
const TRIES = 20;

const nobody = (): Proposal["may"] => ({
  write: true,
  table: false,
  withdraw: false,
  cosponsor: false,
  leave: false,
  invite: false,
  edit: true,
});

/** How to begin a proposal: it is shown at once and posted beside it. Answers its id. */
export function useBegin(me: DocumentMe | null): (wanted: Wanted) => string {
  const { t } = useLingui();
  const client = useQueryClient();
  const desk = useDesk();
  const { documentId, returns } = useSync();
  const latest = useRef({ me, t });
  latest.current = { me, t };

  return useCallback(
    (wanted) => {
      const { me: myself, t: say } = latest.current;
      const body = bodyOf(wanted);
      const proposal = expected(documentId, body, wanted, myself);
      const place = placeOf(wanted.paragraph);
      desk.hold(proposal);
      if (!wanted.draft?.table) desk.write(proposal.id);
      void post(documentId, body).then(
        (made) => {
          desk.hold(made);
          keepProposal(client, documentId, made);
          if (wanted.draft) {
            returns.dismiss(wanted.draft.id);
            forgetDraft(client, documentId);
            announce(made.stage === "tabled" ? say`Tabled as a proposal on ${place}.` : say`Kept as a draft proposal.`);
          }
        },
        (error) => {
          desk.drop(proposal.id);
          sayNotDone(error);
        },
      );
      return proposal.id;
    },
    [client, desk, documentId, returns],
  );
}

/** Posts it until the server answers: the line may be down for a moment. */
async function post(documentId: string, body: ProposalCreate): Promise<Proposal> {
  let wait = FIRST_WAIT;
  for (let tries = 1; ; tries++) {
    try {
      return await createProposal(documentId, body);
    } catch (error) {
      if (!isPassing(error) || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(LONGEST_WAIT, 2 * wait);
    }
  }
}

function bodyOf({ kind, paragraph, basis = "member", floor, draft, runs, source }: Wanted): ProposalCreate {
  const place =
    kind === "addition"
      ? {
          category: paragraph.category,
          after: paragraph.id || null,
          level: paragraph.level,
          paragraph_kind: paragraph.kind === "plain" ? ("recommendation" as const) : paragraph.kind,
        }
      : { paragraph: paragraph.id, level: 0, paragraph_kind: "recommendation" as const };
  return {
    id: uuid7(),
    text: kind === "deletion" ? null : uuid7(),
    kind,
    ...place,
    runs: runs ?? null,
    basis,
    for_delegation: floor?.delegation ?? null,
    for_name: floor && !floor.delegation ? floor.name : null,
    rationale: "",
    table: basis !== "member" || Boolean(draft?.table),
    draft: draft?.id ?? null,
    source: source ?? (draft?.notAdded ? "not_added" : null),
  };
}

/** The proposal as the server will have it, as far as the page can tell. */
function expected(document: string, body: ProposalCreate, wanted: Wanted, me: DocumentMe | null): Proposal {
  const { paragraph, present, floor, draft } = wanted;
  const runs = draft?.runs ?? wanted.runs ?? (body.kind === "change" ? present : []);
  const own = me?.delegation?.name ?? me?.person?.name ?? "";
  const now = new Date().toISOString();
  return {
    id: body.id,
    document,
    category: paragraph.category,
    paragraph: paragraph.id || null,
    kind: body.kind,
    text: body.text ?? null,
    generation: null,
    level: body.level ?? 0,
    paragraph_kind: body.paragraph_kind ?? "recommendation",
    number: null,
    basis: body.basis ?? "member",
    proposer: floor?.name ?? own,
    sponsors: [],
    invited: [],
    rationale: "",
    stage: body.table ? "tabled" : "draft",
    outcome: null,
    returned_note: null,
    place_again: false,
    source: body.source ?? null,
    created_at: now,
    changed_at: now,
    tabled_at: body.table ? now : null,
    tabled_by: null,
    decided_at: null,
    decided_by: null,
    on_word_of: null,
    awaiting_confirmation: false,
    decision: null,
    result: null,
    base_hash: contentHash(present),
    base_runs: body.kind === "change" ? present : null,
    runs,
    words: plainText(runs),
    content_hash: contentHash(runs),
    text_seq: null,
    mine: true,
    may: nobody(),
    pending: true,
  };
}
