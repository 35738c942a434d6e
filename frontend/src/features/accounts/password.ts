import { t } from "@lingui/core/macro";

const SHORTEST = 10;
const LONGEST = 200;

/** What is wrong with a new password, or null; the server holds the same rules. */
export function passwordFault(password: string, email: string): string | null {
  if (password.length < SHORTEST) return t`At least ${SHORTEST} characters; a few words are easy to remember.`;
  if (password.length > LONGEST) return t`At most ${LONGEST} characters.`;
  if (email && password.trim().toLowerCase() === email.trim().toLowerCase())
    return t`The password must not be the e-mail address.`;
  return null;
}

/** What is wrong with the second typing of a password, or null. */
export function repeatFault(repeat: string, password: string): string | null {
  return repeat === password ? null : t`The two are not the same.`;
}
