import type { Paragraph } from "../../api/types";

/** Stands for what an addition comes after at the very beginning of a category; it is called as the category is. */
export function beginningOf(category: { id: string; code: string }): Paragraph {
  const place = { label: "", address: category.code, category: category.id, level: 0 };
  return {
    id: "",
    text: "",
    generation: 0,
    kind: "recommendation",
    words: "",
    runs: [],
    ...place,
  } as unknown as Paragraph;
}
