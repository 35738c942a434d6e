import type { ReactNode } from "react";
import classes from "./Warning.module.css";

interface WarningProps {
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  /** It came up by itself, so it is also said. */
  alert?: boolean;
}

/** Something to know before going on. */
export function Warning({ icon, title, children, alert }: WarningProps) {
  return (
    <div className={classes.warning} role={alert ? "alert" : undefined}>
      <span className={classes.icon}>{icon}</span>
      <div className={classes.body}>
        <p className={classes.title}>{title}</p>
        {children}
      </div>
    </div>
  );
}
