import { t } from "@lingui/core/macro";
import type { BracketSign } from "./brackets";
import { safeLink } from "./marks";

// How words look, said once for the editor and for read-only words; no editor is loaded for it.

/** The attributes of a link's element; without an address where that may not be followed. */
export function linkAttributes(value: unknown): Record<string, string> {
  const href = safeLink(value);
  return href ? { href, rel: "noopener noreferrer nofollow", target: "_blank", class: "link" } : { class: "link" };
}

/** The attributes of a footnote's element: the note is its tooltip. */
export function footnoteAttributes(note: string): Record<string, string> {
  return { class: "footnote", "data-note": note };
}

/** How a footnote is spoken of. */
export function footnoteName(number: number, note: string): string {
  return t`Footnote ${number}: ${note}`;
}

/** What is said of a bracket that holds a place or has no partner, else nothing. */
export function bracketTitle(sign: BracketSign): string | undefined {
  if (sign.kind === "placeholder") return t`This bracket only holds a place`;
  if (sign.kind === "unclosed") return t`This bracket is not closed`;
  return sign.kind === "unopened" ? t`This bracket was not opened` : undefined;
}
