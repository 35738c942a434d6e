import { useLayoutEffect, useState } from "react";

/** What was typed since writing was asked for, until there is an editor to take it. */
export interface TypedAhead {
  /** Hands it over, and keeps no more: from now on the editor has the keys. */
  take(): string;
}

class Kept implements TypedAhead {
  private words = "";
  private stop = () => {};

  listen(): () => void {
    const onKey = (event: KeyboardEvent) => this.hear(event);
    window.addEventListener("keydown", onKey, { capture: true });
    this.stop = () => window.removeEventListener("keydown", onKey, { capture: true });
    return this.stop;
  }

  take(): string {
    this.stop();
    const { words } = this;
    this.words = "";
    return words;
  }

  private hear(event: KeyboardEvent): void {
    // With AltGr a letter comes with Ctrl and Alt.
    const command = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
    if (event.defaultPrevented || event.isComposing || command || isField(document.activeElement)) return;
    const letters = [...event.key];
    if (letters.length === 1) this.words += event.key;
    else if (event.key === "Backspace") this.words = [...this.words].slice(0, -1).join("");
    else if (event.key === "Enter" && event.shiftKey) this.words += "\n";
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function isField(element: Element | null): boolean {
  return Boolean(element?.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]'));
}

/** Keeps what is typed while an editor is fetched and its text is opened: a slow line costs nobody a letter. */
export function useTypedAhead(): TypedAhead {
  const [kept] = useState(() => new Kept());
  useLayoutEffect(() => kept.listen(), [kept]);
  return kept;
}
