/** How a paragraph's editor is to open. */
export interface Opening {
  /** Where the caret goes; a number counts characters. */
  caret: "start" | "end" | number;
  /** Said quietly below the words. */
  note?: string;
}

/** What editors that are about to open are told; the last word counts, and it is asked as often as need be. */
export class Openings {
  private readonly openings = new Map<string, Opening>();

  set(paragraph: string, opening: Opening): void {
    this.openings.set(paragraph, opening);
  }

  of(paragraph: string): Opening {
    return this.openings.get(paragraph) ?? { caret: "end" };
  }

  forget(paragraph: string): void {
    this.openings.delete(paragraph);
  }
}
