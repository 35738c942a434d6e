const DOOR = 8;
const CARD = 12;

/** A code as it was made, however it was typed, and where it is from; null while it is not whole. */
export function readCode(typed: string): { code: string; from: "door" | "card" } | null {
  const code = plainCode(typed);
  if (code.length === DOOR) return { code, from: "door" };
  return code.length === CARD ? { code, from: "card" } : null;
}

/** The letters alone, in capitals. */
export function plainCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z]/g, "");
}

/** In groups of four, as it is printed. */
export function spacedCode(typed: string): string {
  return (
    plainCode(typed)
      .slice(0, CARD)
      .match(/.{1,4}/g)
      ?.join("-") ?? ""
  );
}
