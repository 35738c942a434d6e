/** Those whose name begins with what was typed, then those in which a word does, then any that has it; accents do not count. */
export function delegationsLike<Named extends { name: string }>(all: readonly Named[], typed: string): Named[] {
  const wanted = plain(typed.trim());
  const rank = ({ name }: Named) => {
    const said = plain(name);
    if (said.startsWith(wanted)) return 0;
    if (said.split(/[\s-]+/).some((word) => word.startsWith(wanted))) return 1;
    return said.includes(wanted) ? 2 : 3;
  };
  return all
    .map((one) => ({ one, rank: rank(one) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.one.name.localeCompare(b.one.name))
    .map(({ one }) => one);
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
