/** Texts this far beyond the window's edges are attached already. */
const MARGIN = "100% 0px";

/** A row that is only flown over while scrolling is not attached. */
const DWELL = 100;

/** Tells which rows are near the window; one observer for all of them. */
export class Viewport {
  private observer: IntersectionObserver | null = null;
  private readonly watched = new Map<
    Element,
    { tell: (near: boolean) => void; timer?: ReturnType<typeof setTimeout> }
  >();

  /** Watches an element; returns how to stop. Where the browser cannot tell, everything is near. */
  watch(element: Element, tell: (near: boolean) => void): () => void {
    if (typeof IntersectionObserver === "undefined") {
      tell(true);
      return () => {};
    }
    this.observer ??= new IntersectionObserver((entries) => this.look(entries), { rootMargin: MARGIN });
    this.watched.set(element, { tell });
    this.observer.observe(element);
    return () => {
      clearTimeout(this.watched.get(element)?.timer);
      this.watched.delete(element);
      this.observer?.unobserve(element);
    };
  }

  private look(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const watched = this.watched.get(target);
      if (!watched) continue;
      clearTimeout(watched.timer);
      watched.timer = setTimeout(() => watched.tell(isIntersecting), DWELL);
    }
  }
}
