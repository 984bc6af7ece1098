import { nameText } from '../../../kernel/lib/clean-text.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

type Asked = {
  id: string;
  kind: 'text' | 'choice' | 'yes_no';
  label: string;
  required: boolean;
  choices: string[];
};
type Answer = { field: string; kind: Asked['kind']; label: string; value: string };

/**
 * The answers in the order of their questions, or all faults at once, each at `answers.<id of the question>`. What
 * answers no question is left out: the organizer may have removed it while somebody filled in the page.
 */
export function readAnswers(fields: Asked[], given: { field: string; value: string }[]): Result<Answer[]> {
  const faults: Record<string, string> = {};
  const answers = fields.flatMap(({ id, kind, label, required, choices }) => {
    const value = nameText(given.find(({ field }) => field === id)?.value ?? '');
    const known = kind === 'text' || (kind === 'choice' ? choices : ['yes', 'no']).includes(value);
    if (value === '' && required) faults[`answers.${id}`] = 'field.required';
    else if (value !== '' && !known) faults[`answers.${id}`] = 'exhibition.form.not_a_choice';
    return value === '' ? [] : [{ field: id, kind, label, value }];
  });
  return Object.keys(faults).length > 0 ? refuse('http.invalid', undefined, faults) : ok(answers);
}

/** One line an answer, as lists are exported: `Meal: Vegetarian`. */
export const answersText = (answers: readonly { label: string; value: string }[]): string =>
  answers.map(({ label, value }) => `${label}: ${value}`).join('\n');

/**
 * The same read back from a list: what answers a question of today's form, by its label. Null: the cell is empty, so it
 * says nothing. Refuses a line that answers no question, or wrongly.
 */
export function answersFrom(text: string, fields: Asked[]): Result<Answer[] | null> {
  const lines = text.split(/\n|;/).map((line) => line.trim());
  const given: { field: string; value: string }[] = [];
  for (const line of lines.filter((each) => each !== '')) {
    // The question may have a colon of its own.
    const field = fields.find(({ label }) => line.toLowerCase().startsWith(`${label.toLowerCase()}:`));
    if (!field) return refuse('exhibition.form.no_such_field', { line }, { answers: 'exhibition.form.no_such_field' });
    const typed = line.slice(field.label.length + 1).trim();
    const value =
      field.kind === 'text' ? typed : sameWord(typed, field.kind === 'choice' ? field.choices : ['yes', 'no']);
    given.push({ field: field.id, value });
  }
  if (given.length === 0) return ok(null);
  // A list may be older than a question: only what it answers is judged.
  const optional = fields.map((field) => ({ ...field, required: false }));
  const read = readAnswers(optional, given);
  return read.ok
    ? read
    : refuse('exhibition.form.not_a_choice', undefined, { answers: 'exhibition.form.not_a_choice' });
}

const sameWord = (typed: string, words: string[]) =>
  words.find((word) => word.toLowerCase() === typed.toLowerCase()) ?? typed;
