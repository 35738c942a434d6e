import "@mantine/core/styles.css";
import "./ui/tokens.css";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { Trans } from "@lingui/react/macro";
import { MantineProvider } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { activate } from "./app/i18n";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

await activate(navigator.language.slice(0, 2));
createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <MantineProvider>
        <Trans>Concord</Trans>
      </MantineProvider>
    </I18nProvider>
  </StrictMode>,
);
