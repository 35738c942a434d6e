import { i18n } from "@lingui/core";

/** The languages there are catalogues for; the first is used where nothing better is known. */
export const LANGUAGES = [{ code: "en", name: "English", direction: "ltr" }] as const;

/** Loads a language's catalogue, then shows the page in it, in its direction. */
export async function activate(code: string): Promise<void> {
  const language = LANGUAGES.find((one) => one.code === code) ?? LANGUAGES[0];
  const { messages } = await import(`../locales/${language.code}/messages.po`);
  i18n.loadAndActivate({ locale: language.code, messages });
  document.documentElement.lang = language.code;
  document.documentElement.dir = language.direction;
}
