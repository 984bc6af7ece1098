import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, describe, expect, test } from 'vitest';
import { unscopedTables } from './sql-scope.ts';

beforeAll(loadModule);
const found = (sql: string) => unscopedTables(parseSync(sql), (table) => ['bill', 'customer', 'line'].includes(table));

describe('a table is named', () => {
  test.each([
    ['by a value', 'select from bill where organization_id = $1'],
    ['together with its id', 'select from bill where (organization_id, id) = ($1, $2)'],
    ['by the transaction', 'select from bill where organization_id = app_organization_id()'],
    [
      'by another',
      'select from bill b join line l on l.organization_id = b.organization_id where b.organization_id = $1',
    ],
    ['by USING', 'select from bill b join line l using (organization_id, id) where l.organization_id = $1'],
    [
      'by the organization itself',
      'select from organization o join bill b on b.organization_id = o.id where o.id = $1',
    ],
    [
      'by the query around it',
      'select (select 1 from line l where l.organization_id = b.organization_id) from bill b where organization_id = $1',
    ],
    [
      'by a lateral neighbour',
      'select from bill b cross join lateral (select from line where organization_id = b.organization_id) l where b.organization_id = $1',
    ],
    [
      'by a query with a name',
      'with d as (select * from bill where organization_id = $1) select from d join line l on l.organization_id = d.organization_id',
    ],
    ['by rows of values', 'select from unnest($1::uuid[]) as t (o) join bill b on b.organization_id = t.o'],
    [
      'by rows of another query',
      'update bill set x = 1 where (organization_id, id) in (select organization_id, id from line where organization_id = $1)',
    ],
    [
      'in USING of a DELETE',
      'delete from line l using bill b where l.organization_id = b.organization_id and b.organization_id = $1',
    ],
    ['by what is inserted', 'insert into bill (organization_id) values ($1)'],
  ])('%s', (_, sql) => {
    expect(found(sql)).toEqual([]);
  });
});

describe('a table is not named', () => {
  test.each([
    ['by its id alone', 'select from bill where id = $1', ['bill']],
    ['by a choice', 'select from bill where organization_id = $1 or id = $2', ['bill']],
    ['by another that is not named', 'select from bill b join line l using (organization_id)', ['bill b', 'line l']],
    [
      'by every organization',
      'select from organization o where exists (select from bill b where b.organization_id = o.id)',
      ['bill b'],
    ],
    [
      'by the query around it alone',
      'select (select 1 from line where line.id = bill.id) from bill where organization_id = $1',
      ['line'],
    ],
    ['by the other side of a UNION', 'select from bill where organization_id = $1 union select from line', ['line']],
    ['in the query of an INSERT', 'insert into bill (organization_id) select organization_id from line', ['line']],
    [
      'in a conflict',
      'insert into bill (organization_id) values ($1) on conflict (id) do update set x = (select 1 from line)',
      ['line'],
    ],
    ['in a write inside WITH', 'with b as (update bill set x = 1 returning *) select from b', ['bill']],
    [
      'where rows are picked',
      'delete from bill where organization_id = $1 and id in (select id from customer)',
      ['customer'],
    ],
  ])('%s', (_, sql, tables) => {
    expect(found(sql)).toEqual(tables);
  });
});
