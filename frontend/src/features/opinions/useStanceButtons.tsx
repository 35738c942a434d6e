import { type ReactNode, useState } from "react";
import type { DocumentMe, Paragraph } from "../../api/types";
import { standingWords } from "../../ui/standing";
import { type Stance, type StanceKind, useStances } from "./api";
import { StanceDialog } from "./StanceDialog";

/** For bars about the present paragraph: whether one may give a stance, the one given, and the dialog that asks. */
export function useStanceButtons(me: DocumentMe | null, paragraph: Paragraph | undefined) {
  const [asking, setAsking] = useState<StanceKind | null>(null);
  const mine: Stance | undefined = useStances(paragraph?.id ?? "").find((one) => one.mine);
  const may = Boolean(me?.may.stance && paragraph && !paragraph.withdrawn && !paragraph.pending);
  const dialog: ReactNode = asking && paragraph && (
    <StanceDialog
      key={paragraph.id}
      paragraph={paragraph}
      kind={asking}
      standing={standingWords(me)}
      onClose={() => setAsking(null)}
    />
  );
  return { may, mine, ask: setAsking, dialog };
}
