/** Stand for Enter, and for Backspace with nothing before it, among what was typed; a text never holds them. */
export const NEXT = "\r";
export const BACK = "\b";

/** What is typed between the wish to write and the editor that takes it: a slow line or machine costs nobody a letter. */
export class TypedAhead {
  private words = "";
  private listening = false;
  private enters = false;

  /**
   * Somebody wants to write: from now on letters are kept for the editor that is to come; with `enters` also the keys that
   * split and join, as NEXT and BACK.
   */
  begin({ words = "", enters = false } = {}): void {
    this.words = words;
    this.enters = enters;
    if (this.listening) return;
    this.listening = true;
    window.addEventListener("keydown", this.hear, { capture: true });
  }

  /** An editor that was open gives way to another: goes on keeping letters, or begins to. */
  goOn(): void {
    if (!this.listening) this.begin();
  }

  /** The editor is there, and has the keys from now on; returns what was typed before. */
  take(): string {
    const { words } = this;
    this.end();
    return words;
  }

  /** Nobody wants to write any more. */
  end(): void {
    this.words = "";
    this.listening = false;
    window.removeEventListener("keydown", this.hear, { capture: true });
  }

  private takeBack(): void {
    const letters = [...this.words];
    const last = letters.pop();
    if (last !== undefined && last !== NEXT && last !== BACK) this.words = letters.join("");
    else if (this.enters) this.words += BACK;
  }

  private readonly hear = (event: KeyboardEvent): void => {
    // With AltGr a letter comes with Ctrl and Alt.
    const command = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
    if (event.defaultPrevented || event.isComposing || command || isField(document.activeElement)) return;
    if ([...event.key].length === 1) this.words += event.key;
    else if (event.key === "Backspace") this.takeBack();
    else if (event.key === "Enter" && event.shiftKey) this.words += "\n";
    else if (event.key === "Enter" && this.enters) this.words += NEXT;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function isField(element: Element | null): boolean {
  return Boolean(element?.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]'));
}
