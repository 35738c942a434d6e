import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import type { DocumentMe, DocumentState, PageState } from "../../api/types";
import { stateWord } from "../../ui/whole";
import classes from "./Revisions.module.css";
import { AdoptDialog, StateDialog } from "./StateDialogs";
import { stateSentence } from "./words";

interface StateCardProps {
  document: Pick<PageState, "id" | "state" | "as_amended" | "sitting">;
  me: DocumentMe | null;
}

/** How far the whole has come, and the steps from there for those who may take them. */
export function StateCard({ document, me }: StateCardProps) {
  const { t } = useLingui();
  const [step, setStep] = useState<DocumentState | null>(null);
  const { id, state } = document;
  const release = Boolean(me?.may.release);
  const adopt = Boolean(me?.may.adopt);
  const forward: [DocumentState, string, boolean][] = [
    ["released", t`Release the document`, release && state === "drafting"],
    ["adopted", t`Adopt the document`, adopt && (state === "drafting" || state === "released")],
    ["transmitted", t`Transmit the document`, release && state === "adopted"],
  ];
  const back: [DocumentState, string, boolean][] = [
    ["drafting", t`Back to drafting`, release && state === "released"],
    ["released", t`Take the adoption back`, adopt && state === "adopted"],
    ["adopted", t`Take the transmission back`, release && state === "transmitted"],
  ];
  const close = () => setStep(null);

  return (
    <section className={classes.state} aria-labelledby="state">
      <h2 id="state" className={classes.heading}>
        <Trans>The document now</Trans>
      </h2>
      <Text>
        <strong>{stateWord(state, document.as_amended)}</strong>
        {" · "}
        {stateSentence(state)}
      </Text>
      {(release || adopt) && (
        <Group gap="sm" mt="sm">
          {forward
            .filter(([, , may]) => may)
            .map(([to, label]) => (
              <Button key={to} variant={to === "adopted" ? "filled" : "default"} onClick={() => setStep(to)}>
                {label}
              </Button>
            ))}
          {back
            .filter(([, , may]) => may)
            .map(([to, label]) => (
              <Button key={to} variant="subtle" color="gray" onClick={() => setStep(to)}>
                {label}
              </Button>
            ))}
        </Group>
      )}
      {step === "adopted" && state !== "transmitted" ? (
        <AdoptDialog documentId={id} onClose={close} />
      ) : (
        step && <StateDialog documentId={id} from={state} to={step} onClose={close} />
      )}
    </section>
  );
}
