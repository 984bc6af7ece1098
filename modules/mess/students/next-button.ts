import { type Choice, entryId } from '../../../kernel/conversations/index.ts';
import { t } from '../../../kernel/i18n/index.ts';
import { STUDENT_FLOW } from '../names.ts';

/** A button below a message to a student; it opens an entry of their menu. */
export const nextButton = (language: string, entry: string): Choice => ({
  id: entryId(STUDENT_FLOW, entry),
  label: t(language, `chat.mess.student.entries.${entry}.label`),
});
