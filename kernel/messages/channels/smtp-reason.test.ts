import { expect, test } from 'vitest';
import { failureOf } from './smtp-reason.ts';

// nodemailer's errors, as they occur.
test.each([
  [{ message: 'could not be reached (ECONNREFUSED)', code: 'ECONNECTION' }, 'refused'],
  [{ message: 'could not be reached (ENOTFOUND)', code: 'ECONNECTION' }, 'unknown_name'],
  [{ message: 'could not be reached (timeout)', code: 'ECONNECTION' }, 'timeout'],
  [{ message: 'Greeting never received', code: 'ETIMEDOUT' }, 'wrong_port'],
  [{ message: '80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number', code: 'ESOCKET' }, 'wrong_port'],
  [{ message: 'Invalid greeting. response=HTTP/1.1 400', code: 'EPROTOCOL' }, 'wrong_port'],
  [{ message: 'Timeout', code: 'ETIMEDOUT' }, 'timeout'],
])('what says nothing is told to the operator as it is, to others in one way: %j', (fault, reason) => {
  expect(failureOf(fault, false)).toEqual({ reason, answer: null });
  expect(failureOf(fault, true)).toEqual({ reason: 'unreachable', answer: null });
});

test.each([
  [{ message: 'Invalid login: 535 no', response: '535 no', code: 'EAUTH', responseCode: 535 }, 'sign_in', '535 no'],
  [
    { message: 'Error: 550 who?', response: '550 who?', code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' },
    'recipient',
    '550 who?',
  ],
  [{ message: 'x 553 not you', code: 'EENVELOPE', responseCode: 553, command: 'MAIL FROM' }, 'sender', 'x 553 not you'],
  [{ message: 'x 554 spam', code: 'EMESSAGE', responseCode: 554, command: 'DATA' }, 'content', 'x 554 spam'],
  [{ message: 'x 421 later', code: 'ECONNECTION', responseCode: 421, command: 'CONN' }, 'busy', 'x 421 later'],
])('what a server says is told to anybody: %j', (fault, reason, answer) => {
  expect(failureOf(fault, true)).toEqual({ reason, answer });
});

test.each([
  [{ message: 'unable to verify the first certificate', code: 'ESOCKET' }, 'certificate'],
  [{ message: 'Error upgrading connection with STARTTLS', code: 'ETLS' }, 'no_encryption'],
])('so is what is wrong with its encryption: %j', (fault, reason) => {
  expect(failureOf(fault, true)).toEqual({ reason, answer: null });
});
