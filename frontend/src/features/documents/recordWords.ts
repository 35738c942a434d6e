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
    default:
      return action;
  }
}
