import type { Status } from "../api/types";
import { statusSlug } from "./status";

interface StatusShapeProps {
  status: Status;
  /** Agreed, but not wholly: the lock stands open. */
  open?: boolean;
  size?: number;
}

/** The shape of a status: each has its own outline, so that colour is never the only sign. The word stands beside it. */
export function StatusShape({ status, open, size = 14 }: StatusShapeProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      style={{ color: `var(--status-${statusSlug(status)})`, flex: "none" }}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {open && status === "agreed" ? OPEN_LOCK : SHAPES[status]}
    </svg>
  );
}

const SHAPES = {
  not_yet_discussed: <circle cx="8" cy="8" r="5.5" strokeDasharray="2 2.3" />,
  agreed: (
    <>
      <rect x="3" y="7" width="10" height="7" rx="1" fill="currentColor" />
      <path d="M5 7V5a3 3 0 0 1 6 0v2" />
    </>
  ),
  to_revisit: (
    <>
      <path d="M13.2 9.2A5.3 5.3 0 1 1 12 4.4" />
      <path d="M12.6 1.6v3.2H9.4" />
    </>
  ),
  no_agreement: (
    <>
      <rect x="2" y="2" width="12" height="12" rx="1" />
      <path d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4" />
    </>
  ),
  divergent_opinion: (
    <>
      <path d="M8 14V9L3 3.5" />
      <path d="M8 9l5-5.5" />
      <path d="M2.6 6.6 3 3.2l3.4.2M9.6 3.4l3.4-.2.4 3.4" />
    </>
  ),
};

const OPEN_LOCK = (
  <>
    <rect x="3" y="8" width="10" height="6.5" rx="1" />
    <path d="M5 8V5a3 3 0 0 1 5.6-1.5" />
  </>
);
