import { describe, expect, test } from 'vitest';
import { DatabaseUnreachable, type Host, hostsOf, PrimaryFinder } from './hosts.ts';

describe('the servers in an address', () => {
  test.each([
    ['postgres://u:p@one/db', 'postgres://u:p@one/db', [['one', 5432]]],
    [
      'postgres://u:p@one:6000/db?sslmode=verify-full',
      'postgres://u:p@one:6000/db?sslmode=verify-full',
      [['one', 6000]],
    ],
    [
      'postgresql://u:p@one:1,two:2,[::1]:3/db?target_session_attrs=read-write',
      'postgresql://u:p@one:1/db',
      [
        ['one', 1],
        ['two', 2],
        ['::1', 3],
      ],
    ],
    [
      'postgres://u:p@localhost:5432/db?host=%2Frun%2Fa,%2Frun%2Fb&port=1,2',
      'postgres://u:p@localhost:5432/db?host=%2Frun%2Fa&port=1',
      [
        ['/run/a', 1],
        ['/run/b', 2],
      ],
    ],
    [
      'postgres://u:p@localhost:5433/db?host=%2Frun%2Fa',
      'postgres://u:p@localhost:5433/db?host=%2Frun%2Fa&port=5433',
      [['/run/a', 5433]],
    ],
  ])('%s', (text, url, hosts) => {
    expect(hostsOf(text)).toEqual({ url, hosts: hosts.map(([host, port]) => ({ host, port })) });
  });
});

describe('the primary among several servers', () => {
  const [one, two] = [
    { host: 'one', port: 1 },
    { host: 'two', port: 2 },
  ] as [Host, Host];
  const finder = (answers: Record<string, string | null | Error>, asked: string[] = []) =>
    new PrimaryFinder([one, two], async ({ host }) => {
      asked.push(host);
      const answer = answers[host] as string | null | Error;
      if (answer instanceof Error) throw answer;
      return answer;
    });

  test('is the one that takes writes, and is asked for once', async () => {
    const asked: string[] = [];
    const found = finder({ one: null, two: '00000001' }, asked);
    expect(await Promise.all([found.find(), found.find()])).toEqual([two, two]);
    expect(await found.find()).toEqual(two);
    expect(asked).toEqual(['one', 'two']);
  });

  test('is looked for again after it failed, also while the other is away', async () => {
    const answers: Record<string, string | null | Error> = { one: '00000001', two: null };
    const found = finder(answers);
    expect(await found.find()).toEqual(one);
    Object.assign(answers, { one: new Error('connect ECONNREFUSED'), two: '00000002' });
    expect(await found.find()).toEqual(one);
    found.forget(two);
    expect(await found.find()).toEqual(one);
    found.forget(one);
    expect(await found.find()).toEqual(two);
  });

  test('of two it is the one that was promoted later', async () => {
    expect(await finder({ one: '0000000A', two: '00000009' }).find()).toEqual(one);
    expect(await finder({ one: '00000001', two: '00000002' }).find()).toEqual(two);
  });

  test('an old primary is not taken while the new one is too busy to say who it is', async () => {
    const answers: Record<string, string | null | Error> = { one: '00000001', two: '00000002' };
    const found = finder(answers);
    expect(await found.find()).toEqual(two);
    answers.two = new Error('timeout');
    found.forget(two);
    await expect(found.find()).rejects.toThrow('one:1 was the primary before; two:2 timeout');
    answers.two = '00000002';
    expect(await found.find()).toEqual(two);
  });

  test('a connection that was ended while it asked is no answer: the server is asked again', async () => {
    const ended = Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
    const said = [ended, '00000002'];
    const found = new PrimaryFinder([one, two], async ({ host }) => {
      const answer = host === 'one' ? '00000001' : (said.shift() as string | Error);
      if (answer instanceof Error) throw answer;
      return answer;
    });
    expect(await found.find()).toEqual(two);
  });

  test('nothing takes writes: the reasons are named, and it is asked again', async () => {
    const answers: Record<string, string | null | Error> = { one: new Error('connect ECONNREFUSED'), two: null };
    const found = finder(answers);
    await expect(found.find()).rejects.toThrow(DatabaseUnreachable);
    await expect(found.find()).rejects.toThrow('one:1 connect ECONNREFUSED; two:2 is a standby');
    answers.two = '00000002';
    expect(await found.find()).toEqual(two);
  });
});
