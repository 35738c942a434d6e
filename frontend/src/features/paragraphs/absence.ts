/** The id of the card beside a paragraph that went on while one was away. */
export const absenceId = (paragraph: string) => `absence-${paragraph}`;

/** Shows that card, and gives it the keyboard. */
export function focusAbsence(paragraph: string): void {
  requestAnimationFrame(() => {
    const card = document.getElementById(absenceId(paragraph));
    card?.scrollIntoView({ block: "start" });
    card?.focus({ preventScroll: true });
    // Rows off screen have only a guessed height: once more when they are laid out.
    requestAnimationFrame(() => card?.scrollIntoView({ block: "start" }));
  });
}
