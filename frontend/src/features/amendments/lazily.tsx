import { type ComponentType, lazy, Suspense } from "react";

/** What writes and decides comes after the first paint, as the editors do. */
function later<Props extends object>(fetch: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Component = lazy(async () => ({ default: await fetch() }));
  return function Later(props: Props) {
    return (
      <Suspense fallback={null}>
        <Component {...props} />
      </Suspense>
    );
  };
}

export const LazyComposer = later(async () => (await import("./Composer")).Composer);
export const LazyOralCard = later(async () => (await import("./OralCard")).OralCard);
export const LazyPreviewCard = later(async () => (await import("./PreviewCard")).PreviewCard);

/** Fetches them when the browser has nothing better to do, so that they are there when somebody begins. */
export function fetchProposalTools(): void {
  const fetch = () =>
    void Promise.all([import("./Composer"), import("./OralCard"), import("./PreviewCard")]).catch(() => {});
  if (typeof requestIdleCallback === "function") requestIdleCallback(fetch, { timeout: 5_000 });
  else setTimeout(fetch, 2_000);
}
