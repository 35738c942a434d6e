import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

// Origins carry no line numbers: moving code must not change what translators see.
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "fr", "ar", "pseudo"],
  // Accented and longer English: what stays plain in it does not go through the catalogues, what breaks is too tight.
  pseudoLocale: "pseudo",
  fallbackLocales: { default: "en" },
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
