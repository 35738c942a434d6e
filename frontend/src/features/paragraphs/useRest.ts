import { useEffect, useRef } from "react";

/** Calls back once nothing was done for that long; the function returned says that something was done. */
export function useRest(ms: number, onRest: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(onRest);
  latest.current = onRest;
  const stir = useRef(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), ms);
  });

  useEffect(() => {
    stir.current();
    return () => clearTimeout(timer.current);
  }, []);
  return stir.current;
}
