import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { Link, Outlet, ScrollRestoration, useLocation } from "react-router";
import { AccountMenu } from "../features/accounts/AccountMenu";
import { LanguageMenu } from "./LanguageMenu";
import classes from "./Layout.module.css";

/** The frame of every page but the document: a quiet header and the page's main region. */
export function Layout() {
  const { t } = useLingui();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const seen = useRef(pathname);

  // A page gone to from a link starts at its top for the keyboard and for screen readers as well.
  useEffect(() => {
    if (seen.current === pathname) return;
    seen.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <>
      <a className={classes.skip} href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      <header className={classes.header}>
        <Link to="/" className={classes.name} aria-label={t`Concord: my groups`}>
          <img src="/icon.svg" alt="" width={22} height={22} />
          Concord
        </Link>
        <div className={classes.me}>
          <LanguageMenu />
          <AccountMenu />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </>
  );
}
