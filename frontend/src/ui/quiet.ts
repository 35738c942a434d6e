import { useLocalStorage } from "@mantine/hooks";

/** Kinds of spoken messages that a person has silenced on this device. */
export interface Quiet {
  people: boolean;
  words: boolean;
  marks: boolean;
  order: boolean;
}

const LOUD: Quiet = { people: false, words: false, marks: false, order: false };

export function useQuiet() {
  return useLocalStorage<Quiet>({ key: "concord.quiet", defaultValue: LOUD, getInitialValueInEffect: false });
}
