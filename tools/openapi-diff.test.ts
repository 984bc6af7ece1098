import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OPENAPI_FILE } from './openapi.ts';
import { changesBetween } from './openapi-diff.ts';

const read = () => JSON.parse(readFileSync(OPENAPI_FILE, 'utf8'));

test('says what a change of the description breaks, and what it does not', () => {
  expect(changesBetween(read(), read())).toEqual([]);
  const next = read();
  const { schemas } = next.components;
  delete next.paths['/exhibition/bills/sums'];
  next.paths['/exhibition/bills/{id}'].get['x-permission'] = 'exhibition.manage';
  next.paths['/exhibition/new'] = { get: { operationId: 'getNew', responses: { 200: {} } } };
  schemas.VoidInput.required.push('approval_id');
  schemas.VoidInput.properties.note = { type: 'string' };
  delete schemas.DeskRules.properties.void_own_minutes;
  const found = changesBetween(read(), next).map(({ breaks, at, what }) => `${breaks ? '!' : ' '} ${at}: ${what}`);
  expect(found.sort()).toEqual([
    '  GET /exhibition/new: is new',
    '  POST /exhibition/bills/{id}/void: note is new',
    '! GET /exhibition/bills/sums: is gone',
    '! GET /exhibition/bills/{id}: needs exhibition.manage, needed exhibition.read',
    '! GET /exhibition/desk-rules: data.void_own_minutes is not answered any more',
    '! POST /exhibition/bills/{id}/void: approval_id must be sent',
  ]);
});
