import { i18n } from "@lingui/core";

/** The languages there are catalogues for; the first is used where nothing better is known. */
export const LANGUAGES = [
  { code: "en", name: "English", direction: "ltr" },
  { code: "fr", name: "Français", direction: "ltr" },
  { code: "ar", name: "العربية", direction: "rtl" },
] as const;

/** English in disguise, for tests alone: no menu offers it. */
const PSEUDO = { code: "pseudo", name: "Pseudo", direction: "ltr" } as const;

/** Loads a language's catalogue, then shows the page in it, in its direction. */
export async function activate(code: string): Promise<void> {
  const language = [...LANGUAGES, PSEUDO].find((one) => one.code === code) ?? LANGUAGES[0];
  const { messages } = await import(`../locales/${language.code}/messages.po`);
  // Digits in Arabic sentences are those of the paragraphs' labels.
  const locales = language.code === "ar" ? "ar-u-nu-latn" : language.code;
  i18n.loadAndActivate({ locale: language.code, locales, messages });
  document.documentElement.lang = language.code === PSEUDO.code ? "en" : language.code;
  document.documentElement.dir = language.direction;
}
