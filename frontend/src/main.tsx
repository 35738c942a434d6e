// In a layer, Mantine's styles give way to ours whatever the order in which a build links them.
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./ui/tokens.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { activate } from "./app/i18n";
import { makeQueryClient, Providers } from "./app/providers";
import { makeRouter } from "./app/routes";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

await activate(localStorage.getItem("language") ?? navigator.language.slice(0, 2));

const router = makeRouter();
const client = makeQueryClient(() => {
  const { pathname, search } = router.state.location;
  // A document may be public, and the other two are for those who are not signed in.
  if (/^\/(sign-in|invitation|documents)(\/|$)/.test(pathname)) return;
  void router.navigate(`/sign-in?next=${encodeURIComponent(pathname + search)}`, { replace: true });
});

createRoot(root).render(
  <StrictMode>
    <Providers client={client}>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
);
