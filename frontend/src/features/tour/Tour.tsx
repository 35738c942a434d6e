import { Trans, useLingui } from "@lingui/react/macro";
import { Button, CloseButton, Group } from "@mantine/core";
import { useEffect, useId, useState } from "react";
import { type Role, stepsFor } from "./steps";
import classes from "./tour.module.css";

const SEEN = "tour-seen";

/** Whether somebody in this role has had the tour on this device. */
export function tourSeen(role: Role): boolean {
  try {
    return (localStorage.getItem(SEEN) ?? "").split(" ").some((one) => one === role || one === "all");
  } catch {
    return true; // a browser that keeps nothing would show it at every visit
  }
}

function keepSeen(role: Role): void {
  try {
    localStorage.setItem(SEEN, `${localStorage.getItem(SEEN) ?? ""} ${role}`.trim());
  } catch {
    // Nothing is kept here; the tour then stays away, as tourSeen says.
  }
}

interface TourProps {
  role: Role;
  onEnd: () => void;
}

/** Thirty seconds about the page, beside it: nothing is covered or held up, and whoever wants to begin begins. */
export function Tour({ role, onEnd }: TourProps) {
  const { t } = useLingui();
  const steps = stepsFor(role);
  const [place, setPlace] = useState(0);
  const step = steps[place] ?? steps[0];
  const title = useId();
  const words = useId();
  const at = step?.at ?? "";

  useEffect(() => {
    const target = document.querySelector<HTMLElement>(at);
    if (!target) return;
    target.dataset.tour = "";
    return () => {
      delete target.dataset.tour;
    };
  }, [at]);

  function end() {
    keepSeen(role);
    onEnd();
  }

  if (!step) return null;
  const last = place === steps.length - 1;
  return (
    <section
      className={classes.card}
      aria-labelledby={title}
      aria-describedby={words}
      data-region="tour"
      onKeyDown={(event) => {
        if (event.key === "Escape") end();
      }}
    >
      <div className={classes.head}>
        <span className={classes.place}>{t`First steps, ${place + 1} of ${steps.length}`}</span>
        <CloseButton size="sm" aria-label={t`End the tour`} onClick={end} />
      </div>
      <div aria-live="polite">
        <h2 id={title} className={classes.title}>
          {step.title}
        </h2>
        <p id={words} className={classes.words}>
          {step.words}
        </p>
      </div>
      <Group justify="space-between" mt="sm">
        <Button variant="subtle" size="sm" onClick={end}>
          <Trans>Skip the tour</Trans>
        </Button>
        <Group gap="xs">
          {place > 0 && (
            <Button variant="default" size="sm" onClick={() => setPlace(place - 1)}>
              <Trans>Back</Trans>
            </Button>
          )}
          <Button size="sm" onClick={() => (last ? end() : setPlace(place + 1))}>
            {last ? t`Begin` : t`Next`}
          </Button>
        </Group>
      </Group>
    </section>
  );
}
