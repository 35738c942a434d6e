const WORKED_OUT = /^[=+\-@\t\r\n|%]/;

/** A table as a file that spreadsheets open rightly, and in which no cell is worked out as a formula. */
export function csv(rows: string[][]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(words: string): string {
  const safe = WORKED_OUT.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
