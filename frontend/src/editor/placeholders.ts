import { createContext } from "react";

/** Which brackets of the words shown within only hold a place, with their signs. */
export const Placeholders = createContext<readonly string[]>([]);
