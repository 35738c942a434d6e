import { useSyncExternalStore } from "react";

export interface Readable<Value> {
  get(): Value;
  subscribe(listener: () => void): () => void;
}

export interface Store<Value> extends Readable<Value> {
  /** Tells listeners only if the value is another one. */
  set(value: Value): void;
}

/** A value that can be watched. */
export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A value derived from others; `read` must return the same object while nothing changed. */
export function derived<Value>(sources: Readable<unknown>[], read: () => Value): Readable<Value> {
  return {
    get: read,
    subscribe(listener) {
      const stops = sources.map((source) => source.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** The present value of a store, in React. */
export function useStore<Value>(store: Readable<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/** Resolves true as soon as the condition holds of the store's value, false when the time is up. */
export function when<Value>(store: Readable<Value>, holds: (value: Value) => boolean, ms: number): Promise<boolean> {
  if (holds(store.get())) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (answer: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), ms);
    const stop = store.subscribe(() => {
      if (holds(store.get())) end(true);
    });
  });
}
