import type { QueryClient } from "@tanstack/react-query";
import * as Y from "yjs";
import { api } from "../api/client";
import { Unreachable } from "../api/problem";
import type { DocumentEvent, Paragraph } from "../api/types";
import type { Heir } from "./comingBack";
import { showCut } from "./document";
import type { Texts } from "./texts";

/** So long a split or a join waits for what was typed before it (ENGINE E15). */
const PATIENCE = 5_000;

interface CuttingOptions {
  document: string;
  queries: QueryClient;
  texts: Texts;
  /** Resolves when the server knows a paragraph made here; false when the time is up. */
  born(paragraph: string, ms: number): Promise<boolean>;
}

/** Splits and joins paragraphs, and tells the texts where their words went on (ENGINE E16). */
export class Cutting {
  constructor(private readonly options: CuttingOptions) {}

  /** Splits at a place in the words; the ids are those of the second half. Throws what a request may throw. */
  async split(paragraph: Paragraph, at: Y.RelativePosition, ids: { id: string; text: string }): Promise<Paragraph> {
    await this.settle([paragraph]);
    const { paragraph: first, added } = await api.post("/api/paragraphs/{paragraph_id}/split", {
      params: { path: { paragraph_id: paragraph.id } },
      body: { ...ids, at: base64(Y.encodeRelativePosition(at)) },
    });
    this.wasSplit(first, added);
    return added;
  }

  /** Joins a paragraph to the one before it; answers with that one, and where its own words ended. */
  async join(paragraph: Paragraph, before: Paragraph): Promise<{ paragraph: Paragraph; seam: number }> {
    await this.settle([before, paragraph]);
    const answer = await api.post("/api/paragraphs/{paragraph_id}/join", {
      params: { path: { paragraph_id: paragraph.id } },
      body: { with: before.id },
    });
    this.wereJoined(answer.paragraph, answer.removed);
    return { paragraph: answer.paragraph, seam: answer.seam };
  }

  /** Somebody split or joined: before the page takes the new generations up. */
  heard({ kind, paragraphs }: DocumentEvent): void {
    const whole = paragraphs.filter((one): one is Paragraph => one.text !== undefined && one.runs !== undefined);
    if (kind === "paragraph.split") {
      const added = whole.find((one) => whole.some((other) => one.split_from === other.id));
      const first = whole.find((one) => one.id === added?.split_from);
      if (first && added) this.tell(first, [first, added]);
    } else if (kind === "paragraph.joined") {
      const removed = whole.find((one) => one.withdrawn);
      const first = whole.find((one) => !one.withdrawn);
      if (!first) return;
      this.tell(first, [first]);
      if (removed) this.tell(removed, [first]);
    }
  }

  private wasSplit(first: Paragraph, added: Paragraph): void {
    this.tell(first, [first, added]);
    showCut(this.options.queries, this.options.document, first, added);
    this.options.texts.setGeneration(first.text, first.generation);
  }

  private wereJoined(first: Paragraph, removed: Paragraph): void {
    this.tell(first, [first]);
    this.tell(removed, [first]);
    showCut(this.options.queries, this.options.document, first, removed);
    this.options.texts.setGeneration(first.text, first.generation);
  }

  private tell({ text, generation }: Paragraph, heirs: Paragraph[]): void {
    this.options.texts.cut(text, generation, heirs.map(heirOf));
  }

  private async settle(paragraphs: Paragraph[]): Promise<void> {
    for (const { id, text } of paragraphs) {
      const born = await this.options.born(id, PATIENCE);
      if (!born || !(await this.options.texts.settled(text, PATIENCE))) throw new Unreachable("unsettled");
    }
  }
}

const heirOf = ({ text, generation, runs }: Paragraph): Heir => ({ text, generation, runs });

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
