type Listener = (message: string) => void;

const listeners = new Set<Listener>();

/** Says a short sentence to those who cannot see the page change (the live region that the providers mount). */
export function announce(message: string): void {
  for (const listener of listeners) listener(message);
}

/** For the live region alone. */
export function onAnnouncement(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
