import { useEffect, useRef, useState } from "react";
import { onAnnouncement } from "./announce";

const TOGETHER = 200;

/** Speaks what is announced. What comes within a moment is said as one message: a live region drops what is overwritten. */
export function LiveRegion() {
  const [message, setMessage] = useState("");
  const waiting = useRef<string[]>([]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onAnnouncement((text) => {
      waiting.current.push(text);
      timer ??= setTimeout(() => {
        timer = undefined;
        // A no-break space makes the same sentence twice two different contents.
        setMessage((last) => {
          const next = waiting.current.splice(0).join(" ");
          return last === next ? `${next}\u00a0` : next;
        });
      }, TOGETHER);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);

  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {message}
    </div>
  );
}
