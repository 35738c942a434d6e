import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { announce } from "./announce";

/** From change to change (rows with the ids `d-…`), by buttons and by the keys N and P. */
export function useSteps(changes: string[]) {
  const { t } = useLingui();
  const [at, setAt] = useState<number | null>(null);
  const total = changes.length;
  const now = useRef({ changes, at, t });
  now.current = { changes, at, t };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another comparison begins from its start
  useEffect(() => setAt(null), [changes]);

  const [step] = useState(() => (by: 1 | -1) => {
    const { changes: ids, at: before, t: say } = now.current;
    if (ids.length === 0) return;
    const next = before === null ? (by === 1 ? 0 : ids.length - 1) : (before + by + ids.length) % ids.length;
    setAt(next);
    for (const row of document.querySelectorAll("[data-here]")) row.removeAttribute("data-here");
    const row = document.getElementById(`d-${ids[next]}`);
    row?.setAttribute("data-here", "");
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "center" });
    requestAnimationFrame(() => row?.scrollIntoView({ block: "center" }));
    announce(say`${next + 1} of ${ids.length}`);
  });

  useEffect(() => {
    if (total === 0) return;
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest("input, select, textarea, [role='dialog'], [role='menu']")) return;
      if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
      if (event.code === "KeyN") step(1);
      else if (event.code === "KeyP") step(-1);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [total, step]);

  return { at, step };
}
