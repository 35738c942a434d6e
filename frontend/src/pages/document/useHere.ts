import { useEffect, useState } from "react";
import type { Category } from "../../api/types";

/** The category that stands a third down the window. */
export function useHere(categories: Category[]): string | null {
  const [here, setHere] = useState<string | null>(null);
  const ids = categories.map((one) => one.id).join(" ");

  useEffect(() => {
    if (!ids || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver(
      (entries) => {
        const entered = entries.find((entry) => entry.isIntersecting);
        if (entered) setHere((entered.target as HTMLElement).dataset.category ?? null);
      },
      { rootMargin: "-32% 0px -67% 0px" },
    );
    for (const section of document.querySelectorAll("[data-category]")) observer.observe(section);
    return () => observer.disconnect();
  }, [ids]);
  return here;
}
