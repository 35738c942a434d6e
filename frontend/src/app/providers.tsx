import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { DirectionProvider, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { isProblem } from "../ui/forms";
import { LiveRegion } from "../ui/LiveRegion";
import { cssVariables, theme } from "../ui/theme";

/** The page's own store of server data. A problem that says what is wrong is not asked for again; a lost line is. */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isProblem(error) && error.status === 401 && query.meta?.publicPage !== true) onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        networkMode: "always",
        retry: (failures, error) => failures < 2 && !(isProblem(error) && error.status < 500),
      },
      mutations: { networkMode: "always" },
    },
  });
}

interface ProvidersProps {
  client: QueryClient;
  children: ReactNode;
}

/** Everything that components of any page may count on. */
export function Providers({ client, children }: ProvidersProps) {
  return (
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <DirectionProvider detectDirection>
          <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
            <Notifications position="bottom-center" />
            <LiveRegion />
            {children}
          </MantineProvider>
        </DirectionProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}
