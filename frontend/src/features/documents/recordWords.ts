import { t } from "@lingui/core/macro";

/** What was done, as the record of a document says it. */
export function actionSentence(action: string): string {
  switch (action) {
    case "document.created":
      return t`Document set up`;
    case "document.imported":
      return t`Document brought in`;
    case "document.changed":
      return t`Title or audience changed`;
    case "document.numbered":
      return t`Numbers frozen, or made anew`;
    case "category.added":
      return t`Category added`;
    case "category.changed":
      return t`Category changed`;
    case "paragraph.added":
      return t`Paragraph added`;
    case "paragraph.moved":
      return t`Paragraph moved`;
    case "paragraph.changed":
      return t`Level, kind or source changed`;
    case "paragraph.withdrawn":
      return t`Paragraph withdrawn`;
    case "paragraph.restored":
      return t`Paragraph restored`;
    case "paragraph.marked":
      return t`Paragraph marked`;
    case "paragraph.mark_confirmed":
      return t`Mark confirmed by the chair`;
    case "record.restored":
      return t`Restored from a backup`;
    case "paragraph.split":
      return t`Paragraph split`;
    case "paragraph.joined":
      return t`Paragraphs joined`;
    case "paragraph.taken_up":
      return t`Taken up for discussion`;
    case "paragraph.laid_down":
      return t`No longer under discussion`;
    case "sitting.opened":
      return t`Sitting opened`;
    case "sitting.changed":
      return t`Sitting changed: who may follow, or what is planned`;
    case "sitting.suspended":
      return t`Sitting suspended`;
    case "sitting.resumed":
      return t`Sitting resumed`;
    case "sitting.closed":
      return t`Sitting closed`;
    case "display.made":
      return t`Link for a screen made`;
    case "display.revoked":
      return t`Link of a screen ended`;
    case "revision.frozen":
      return t`Revision frozen`;
    case "revision.released":
      return t`Revision released`;
    case "revision.release_taken_back":
      return t`Release of a revision taken back`;
    case "document.state_changed":
      return t`State of the document changed`;
    case "document.adopted":
      return t`Document adopted`;
    case "alternative.added":
      return t`Alternative put beside the text`;
    case "alternative.supported":
      return t`Alternative supported`;
    case "alternative.left":
      return t`Support of an alternative taken back`;
    case "alternative.made_text":
      return t`Alternative made the text`;
    case "alternatives.combined":
      return t`Alternatives combined into the text`;
    case "alternative.dropped":
      return t`Alternative dropped`;
    case "alternative.confirmed":
      return t`Decision on an alternative confirmed by the chair`;
    case "opinion.placed":
      return t`Opinion placed on record`;
    case "opinion.signed":
      return t`Opinion signed`;
    case "opinion.unsigned":
      return t`Signature of an opinion taken back`;
    case "opinion.withdrawn":
      return t`Opinion withdrawn`;
    case "paragraph.endorsed":
      return t`Endorsed from a breakout group's text`;
    case "paragraph.not_endorsed":
      return t`Not taken from a breakout group's text`;
    case "paragraph.given_back":
      return t`Returned to a breakout group`;
    case "breakout.set_up":
      return t`Breakout group set up`;
    case "breakout.changed":
      return t`Breakout group changed: its people, its task or who sees its text`;
    case "breakout.opened":
      return t`Breakout group's text opened to others`;
    case "breakout.reported":
      return t`Breakout group reported`;
    case "breakout.returned":
      return t`Text given back to a breakout group`;
    case "breakout.concluded":
      return t`Breakout group's work ended`;
    default:
      return action;
  }
}
