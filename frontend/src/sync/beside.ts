import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import type { Run } from "../editor/canonical";
import { useSync } from "./DocumentSync";
import type { DocumentSession } from "./session";
import { createStore, type Store } from "./store";

/** What stands beside a paragraph. */
export interface Standing {
  id: string;
  paragraph: string;
}

type ByParagraph<Item> = ReadonlyMap<string, readonly Item[]>;

/** Where the pages of one kind of things beside paragraphs keep them, a store for each document's page. */
export class Shelf<Item extends Standing> {
  private readonly stores = new WeakMap<DocumentSession, Store<ByParagraph<Item>>>();

  of(session: DocumentSession): Store<ByParagraph<Item>> {
    let store = this.stores.get(session);
    if (!store) {
      store = createStore<ByParagraph<Item>>(new Map());
      this.stores.set(session, store);
    }
    return store;
  }

  /** Takes what the server has; the list of a paragraph where nothing changed stays the same object. */
  take(session: DocumentSession, items: readonly Item[]): void {
    const store = this.of(session);
    const before = store.get();
    const grouped = new Map<string, Item[]>();
    for (const item of items) {
      const beside = grouped.get(item.paragraph);
      if (beside) beside.push(item);
      else grouped.set(item.paragraph, [item]);
    }
    const now = new Map<string, readonly Item[]>();
    for (const [paragraph, list] of grouped) {
      const was = before.get(paragraph);
      const same = was?.length === list.length && list.every((item, index) => item === was[index]);
      now.set(paragraph, same && was ? was : list);
    }
    store.set(now);
  }
}

const NOTHING: readonly never[] = [];

/** What stands beside one paragraph: a row is drawn again only when that changes. */
export function useBeside<Item extends Standing>(shelf: Shelf<Item>, paragraph: string): readonly Item[] {
  const store = shelf.of(useSync());
  const read = useCallback(() => store.get().get(paragraph) ?? NOTHING, [store, paragraph]);
  return useSyncExternalStore(store.subscribe, read, read);
}

interface OwnText extends Standing {
  text: string;
  generation: number;
  runs: Run[];
}

/** Lets the texts of these be opened and written in, as long as they are there. */
export function useKnownTexts(items: readonly OwnText[]): void {
  const sync = useSync();
  const known = useRef(new Map<string, { generation: number; forget: () => void }>());
  useEffect(() => {
    const wanted = new Set<string>();
    for (const { text, generation, paragraph, runs } of items) {
      wanted.add(text);
      const before = known.current.get(text);
      if (before?.generation === generation) continue;
      before?.forget();
      known.current.set(text, { generation, forget: sync.know(text, { paragraph, generation, runs }) });
    }
    for (const [text, { forget }] of known.current) {
      if (wanted.has(text)) continue;
      forget();
      known.current.delete(text);
    }
  }, [items, sync]);
  useEffect(() => {
    const texts = known.current;
    return () => {
      for (const { forget } of texts.values()) forget();
      texts.clear();
    };
  }, []);
}
