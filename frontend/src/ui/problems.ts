import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** What each problem of docs/problems.md says to a person; scripts/check_words.py holds the two lists together. */
const SENTENCES = {
  "already-released": msg`This is released to them already.`,
  "alternative-ended": msg`Something became of this alternative meanwhile. Look again.`,
  "alternatives-standing": msg`Alternatives still stand beside this paragraph.`,
  "bad-request": msg`The server did not understand this. Reload the page and try again.`,
  "belong-together": msg`The group split or joined these paragraphs. Take all of them, or none.`,
  "cannot-become": msg`This cannot become that.`,
  "choose-words": msg`Both were changed: choose the words.`,
  "moved-on": msg`Some of it has changed since you saw it. Nothing was done. Look at it as it is now.`,
  "breakout-state": msg`The group is not at this point any more. Look again.`,
  "code-wrong": msg`This code does not work, or no longer. Ask the secretariat for a new one.`,
  conflict: msg`This does not fit with what is there now. Look again.`,
  "file-unreadable": msg`This file cannot be read as a participants’ list. Save it as .xlsx or CSV, with a row of headings.`,
  forbidden: msg`You may not do this here.`,
  "foreign-origin": msg`This page does not come from this server. Open Concord at its own address.`,
  "id-taken": msg`This is already there. Reload the page.`,
  internal: msg`Something went wrong on the server. Nothing was changed; please try again.`,
  invalid: msg`Something here is not as it should be. Nothing was changed.`,
  "last-signer": msg`Nobody else has signed this opinion. Withdraw it instead.`,
  "link-spent": msg`This link no longer works. A link works once, and only for some days.`,
  "mail-not-set-up": msg`This server sends no mail. Ask whoever keeps it to set up mail.`,
  "mark-moved-on": msg`It has been marked again since. Look at the mark as it is now.`,
  "marked-paragraph": msg`Paragraphs that the chair has marked are neither split nor joined.`,
  "not-adjacent": msg`Another paragraph stands between them now. Look again.`,
  "numbers-given": msg`This document keeps the numbers that its text came with.`,
  "too-long": msg`This is longer than a paragraph may be.`,
  "unknown-place": msg`This place is not in the words any more. Look at them as they are now, and do it again.`,
  "method-not-allowed": msg`The server did not understand this. Reload the page and try again.`,
  "no-chair-in-office": msg`Nobody holds the office of chair or vice-chair, on whose word this would be marked.`,
  "no-meeting": msg`No meeting is open. Open one on the group's page.`,
  "no-words": msg`There are no words in it yet.`,
  "no-sitting": msg`No sitting is open on this document.`,
  "not-found": msg`This is not there, or not for you to see.`,
  "not-from-this-state": msg`The document cannot go there from where it is now. Look again.`,
  "opinion-not-placed": msg`This opinion is not on record.`,
  "opinion-placed": msg`This opinion is on record already.`,
  "reason-required": msg`This takes a reason.`,
  "sign-in": msg`Sign in first.`,
  "signed-by-others": msg`Others have signed this opinion too. Take your own signature back instead.`,
  "sitting-goes-on": msg`There is a sitting on this document already.`,
  "sitting-over": msg`This sitting is closed.`,
  "still-agreed": msg`This paragraph is agreed. Reopen it first.`,
  "still-negotiated": msg`While proposals or alternatives stand beside it, only the chair or the secretariat splits and joins it.`,
  "too-large": msg`This is too large.`,
  "too-many-alternatives": msg`Very many alternatives stand beside this paragraph. Combine or drop some of them first.`,
  "too-many-drafts": msg`You keep very many drafts beside this paragraph. Discard some of them first.`,
  "too-many-requests": msg`That was too often. Wait a moment, then try again.`,
  unavailable: msg`The server is busy or just starting. Please try again in a moment.`,
  "unresolved-brackets": msg`There are still words in brackets, which means that they are not agreed.`,
  withdrawn: msg`This paragraph has been withdrawn.`,
  "words-moved-on": msg`The words have changed since you saw them. Look at them as they are now.`,
  "proposal-not-open": msg`This proposal is not open any more. Look at what became of it.`,
  "proposal-tabled": msg`This proposal is tabled already.`,
  "last-sponsor": msg`Nobody else stands behind this proposal. Withdraw it instead.`,
  "both-changed": msg`Both were changed: choose the words.`,
  "not-sent-back": msg`There is nobody to whom this proposal could go back.`,
  "wrong-credentials": msg`The e-mail address or the password is not right.`,
};

/** A problem in the reader's language. The server writes English, and writes it more exactly than these can. */
export function inReadersLanguage(slug: string, english: string): string {
  if (i18n.locale === "en") return english;
  const sentence = SENTENCES[slug as keyof typeof SENTENCES];
  return sentence ? i18n._(sentence) : english;
}
