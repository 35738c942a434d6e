import { useMemo } from "react";

interface SquareProps {
  /** Rows of modules as hexadecimal digits, from the left; as many modules to a row as there are rows. */
  rows: string[];
  label: string;
  size?: number;
}

/** A square to scan with a telephone's camera. It stays dark on light in every colour scheme: cameras want that. */
export function Square({ rows, label, size = 160 }: SquareProps) {
  const side = rows.length + 8;
  const path = useMemo(() => {
    const parts: string[] = [];
    rows.forEach((row, y) => {
      for (let x = 0; x < rows.length; x++) {
        const digit = Number.parseInt(row[Math.floor(x / 4)] ?? "0", 16);
        if (digit & (8 >> (x % 4))) parts.push(`M${x + 4} ${y + 4}h1v1h-1z`);
      }
    });
    return parts.join("");
  }, [rows]);
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      style={{ flex: "none" }}
    >
      <rect width={side} height={side} fill="var(--square-light)" />
      <path d={path} fill="var(--square-dark)" />
    </svg>
  );
}
