import { expect, test } from 'vitest';
import { faultOf } from './own-text.rule.ts';

const paid = {
  key: 'chat.payments.verified',
  ours: 'Your {{amount}} came. *Thanks*, {{name}}!',
  names: ['amount', 'name'],
};
const button = { key: 'chat.raffle.review.confirm', ours: 'Confirm', names: [] };
const foot = { key: 'documents.receipt.footer', ours: '', names: [] };
const subject = { key: 'messages.x.subject', ours: 'Your ID is {{code}}', names: ['code'] };

test.each([
  [paid, '{{amount}} is *here*', undefined],
  [paid, '{{ amount }} is here\nBye', undefined],
  [paid, 'It came, {{name}}', 'placeholder_missing'],
  [paid, '{{amount}} {{price}}', 'placeholder_unknown'],
  [paid, '{{amount}} {{', 'braces'],
  [paid, '{{amount}} *bold', 'star'],
  [paid, '{{amount}} _leaning_', 'signs'],
  [paid, '   ', 'blank'],
  [paid, `{{amount}} ${'x'.repeat(300)}`, 'too_long'],
  [button, 'Yes, that is right', undefined],
  [button, 'Yes, that is all right', 'too_long'],
  [foot, 'Thank you!\nGoods are exchanged within 7 days.', undefined],
  [foot, 'Thank you, {{name}}!', 'placeholder_unknown'],
  [foot, 'x'.repeat(501), 'too_long'],
  [subject, '{{code}}\nBcc: all', 'one_line'],
  [subject, 'A_b {{code}} *', undefined],
])('%o with %j: %s', (ours, text, fault) => {
  expect(faultOf(ours, text)?.code).toBe(fault && `texts.${fault}`);
});
