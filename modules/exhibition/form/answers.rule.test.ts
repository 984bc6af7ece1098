import { expect, test } from 'vitest';
import { answersFrom, answersText, readAnswers } from './answers.rule.ts';

const fields = [
  { id: 'f1', kind: 'text' as const, label: 'Company', required: false, choices: [] },
  { id: 'f2', kind: 'choice' as const, label: 'Meal: which', required: true, choices: ['Vegetarian', 'Any'] },
  { id: 'f3', kind: 'yes_no' as const, label: 'First visit?', required: false, choices: [] },
];

test('answers come in the order of the questions, with the question as it stands', () => {
  const read = readAnswers(fields, [
    { field: 'f3', value: 'yes' },
    { field: 'gone', value: 'left out' },
    { field: 'f2', value: ' Any ' },
    { field: 'f1', value: '\u200b' },
  ]);
  expect(read).toEqual({
    ok: true,
    data: [
      { field: 'f2', kind: 'choice', label: 'Meal: which', value: 'Any' },
      { field: 'f3', kind: 'yes_no', label: 'First visit?', value: 'yes' },
    ],
  });
});

test('each fault stands at its question', () => {
  const read = readAnswers(fields, [{ field: 'f3', value: 'perhaps' }]);
  expect(read).toMatchObject({
    code: 'http.invalid',
    fields: { 'answers.f2': 'field.required', 'answers.f3': 'exhibition.form.not_a_choice' },
  });
});

test('what is exported is read back', () => {
  const answers = [
    { field: 'f1', kind: 'text' as const, label: 'Company', value: 'A: B' },
    { field: 'f2', kind: 'choice' as const, label: 'Meal: which', value: 'Vegetarian' },
  ];
  expect(answersFrom(answersText(answers), fields)).toEqual({ ok: true, data: answers });
  expect(answersFrom('meal: WHICH: any; first visit?: No', fields)).toMatchObject({
    data: [{ value: 'Any' }, { value: 'no' }],
  });
  expect(answersFrom(' ', fields)).toEqual({ ok: true, data: null });
  expect(answersFrom('Shoes: 42', fields)).toMatchObject({ code: 'exhibition.form.no_such_field' });
  expect(answersFrom('First visit?: 7', fields)).toMatchObject({ code: 'exhibition.form.not_a_choice' });
});
