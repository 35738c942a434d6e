/** Where to go after signing in: a path of this site, whatever the address says. */
export function nextPath(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "/";
  // A browser reads "//host" and "/\host" as another site.
  if (!/^\/(?![/\\])/.test(next) || next.startsWith("/sign-in")) return "/";
  return next;
}
