import { createContext } from "react";

/** Whether marks are a breakout group's recommendations, in whose own text they stand: they close nothing there. */
export const Recommending = createContext(false);
