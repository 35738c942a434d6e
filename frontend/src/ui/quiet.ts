import { useLocalStorage } from "@mantine/hooks";

/** Kinds of spoken messages that a person has silenced on this device. */
export interface Quiet {
  people: boolean;
  words: boolean;
  nearby: boolean;
  marks: boolean;
  now: boolean;
  order: boolean;
  saved: boolean;
}

const LOUD: Quiet = {
  people: false,
  words: false,
  nearby: true,
  marks: false,
  now: false,
  order: false,
  saved: false,
};

/** What is silenced; kinds that came later than the last choice are as they are for everybody. */
export function useQuiet() {
  const [kept, keep] = useLocalStorage<Partial<Quiet>>({
    key: "concord.quiet",
    defaultValue: LOUD,
    getInitialValueInEffect: false,
  });
  return [{ ...LOUD, ...kept }, keep as (quiet: Quiet) => void] as const;
}
