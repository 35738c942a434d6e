import type { ComponentType } from "react";
import { createBrowserRouter } from "react-router";
import { CrashPage } from "./CrashPage";
import { Layout } from "./Layout";
import { NotFoundPage } from "./NotFoundPage";

const pages = import.meta.glob<Record<string, ComponentType>>("../pages/*Page.tsx");

/** A page loaded when it is first gone to; its component is named as its file. */
function page(name: string) {
  return async () => {
    const load = pages[`../pages/${name}.tsx`];
    const Component = load && (await load())[name];
    if (!Component) throw new Error(`There is no page ${name}`);
    return { Component };
  };
}

/** Until the first page's code is here; it is the same file that is being asked for. */
function Nothing() {
  return null;
}

/** Addresses and their pages. The document has the whole window to itself; other pages share the Layout. */
export function makeRouter() {
  return createBrowserRouter([
    {
      ErrorBoundary: CrashPage,
      HydrateFallback: Nothing,
      children: [
        { path: "/documents/:id", lazy: page("DocumentPage") },
        { path: "/documents/:id/wall", lazy: page("WallPage") },
        { path: "/wall/:secret", lazy: page("WallPage") },
        {
          Component: Layout,
          children: [
            { path: "/", lazy: page("HomePage") },
            { path: "/sign-in", lazy: page("SignInPage") },
            { path: "/invitation/:token", lazy: page("InvitationPage") },
            { path: "/code", lazy: page("CodePage") },
            { path: "/account", lazy: page("AccountPage") },
            { path: "/groups/:id", lazy: page("GroupPage") },
            { path: "/groups/:id/people", lazy: page("PeoplePage") },
            { path: "/groups/:id/people/import", lazy: page("ParticipantsPage") },
            { path: "/groups/:id/people/cards", lazy: page("CardsPage") },
            { path: "/groups/:id/people/door", lazy: page("DoorPage") },
            { path: "/groups/:id/delegations", lazy: page("DelegationsPage") },
            { path: "/groups/:id/meetings", lazy: page("MeetingsPage") },
            { path: "/groups/:id/record", lazy: page("GroupRecordPage") },
            { path: "/documents/:id/record", lazy: page("DocumentRecordPage") },
            { path: "/documents/:id/proposals", lazy: page("ProposalsPage") },
            { path: "/documents/:id/sittings", lazy: page("SittingsPage") },
            { path: "/documents/:id/revisions", lazy: page("RevisionsPage") },
            { path: "/documents/:id/rev/:number", lazy: page("RevisionPage") },
            { path: "/documents/:id/breakouts", lazy: page("BreakoutsPage") },
            { path: "/documents/:id/breakouts/:breakout", lazy: page("EndorsementPage") },
            { path: "/documents/:id/compare", lazy: page("ComparePage") },
            { path: "/documents/:id/changes", lazy: page("ChangesPage") },
            { path: "*", Component: NotFoundPage },
          ],
        },
      ],
    },
  ]);
}
