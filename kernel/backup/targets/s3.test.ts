import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeS3, startFakeS3 } from '../../../test/fakes/s3.ts';
import { backupName } from './backup-name.rule.ts';
import { s3Target } from './s3.ts';

let fake: FakeS3;
beforeAll(async () => {
  fake = await startFakeS3();
});
afterAll(() => fake.close());

it('removes the parts of uploads that were cut off long ago, and nothing else', async () => {
  const { endpoint, bucket, accessKeyId, secretAccessKey } = fake;
  const target = s3Target({ endpoint, bucket, accessKeyId, secretAccessKey, region: 'test', prefix: 'mine' });
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const begin = (id: string, key: string, days: number) => {
    fake.uploads.set(id, new Map([[1, Buffer.from('part')]]));
    fake.begun.set(id, { key, at: daysAgo(days).toISOString() });
  };
  const named = (days: number, installation = '4f3a91c2') =>
    backupName(daysAgo(days), { installation, organizations: 1, rows: 5 });
  begin('old', `mine/${named(3)}`, 3);
  begin('under way', `mine/${named(0)}`, 0);
  begin('of another installation', `mine/${named(3, '00000000')}`, 3);
  begin('of somebody else', 'mine/holiday.jpg', 3);
  const name = named(0);
  await target.write(name, Readable.from([Buffer.from('backup')]));
  await target.finish(name);
  expect([...fake.uploads.keys()]).toEqual(['under way', 'of another installation', 'of somebody else']);
  expect((await target.list()).map((one) => one.name)).toEqual([name]);
});
