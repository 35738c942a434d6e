import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

// Origins carry no line numbers: moving code must not change what translators see.
export default defineConfig({
  sourceLocale: "en",
  locales: ["en"],
  catalogs: [
    {
      path: "<rootDir>/src/locales/{locale}/messages",
      include: ["src"],
      exclude: ["**/*.test.ts", "**/*.test.tsx"],
    },
  ],
  format: formatter({ lineNumbers: false }),
  orderBy: "messageId",
});
