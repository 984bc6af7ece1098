/** What the command `counterfoil qr` does, inside the server; test/e2e/qr-command.e2e.ts tests the command itself. */
import { expect, test } from 'vitest';
import { makeCodes, revokeCredential, verifyCredential } from '../../../kernel/credentials/index.ts';
import { STUDENT } from '../names.ts';
import { hostel, newStudent } from '../test/factories.ts';

test('codes for all: missing ones are issued; renewing replaces all, revoked ones too', async () => {
  const { ops, app, ctx, db } = await hostel();
  const [asha, ravi, lost] = [await newStudent(ops), await newStudent(ops), await newStudent(ops)];
  await newStudent(ops, { approve: false });
  // A student from before codes existed.
  await app.boot.database.system.deleteFrom('credential').where('subject_id', '=', ravi.id).execute();
  await revokeCredential(ctx, { subjectType: STUDENT, subjectId: lost.id, reason: 'lost' });
  const { manifests } = app.boot;
  const steps: number[] = [];
  const made = await makeCodes(ctx, manifests, { renew: false, progress: (done) => steps.push(done) });
  expect([made, steps]).toEqual([{ made: 1, skipped: 0 }, [1]]);
  expect(await makeCodes(ctx, manifests, { renew: false })).toEqual({ made: 0, skipped: 0 });
  const drawn = new Map<string, string>();
  const each = async ({ name }: { name: string }, qr: string) => void drawn.set(name, qr);
  expect(await makeCodes(ctx, manifests, { renew: false, each })).toEqual({ made: 0, skipped: 0 });
  expect([...drawn.keys()].sort()).toEqual([asha.roll_number, ravi.roll_number].sort());
  expect(drawn.get(asha.roll_number)).toBe(asha.qr);
  expect((await ops.post('/mess/students/bulk-codes', { ids: [lost.id] })).body.error.code).toBe('credentials.revoked');
  expect(await makeCodes(ctx, manifests, { renew: true })).toEqual({ made: 3, skipped: 0 });
  expect(await verifyCredential(ctx, asha.qr as string)).toMatchObject({ code: 'credentials.old_version' });
  const shown = await ops.get(`/mess/students/${lost.id}`);
  expect(await verifyCredential(ctx, shown.body.data.qr)).toMatchObject({ ok: true, data: { subjectId: lost.id } });
  const audited = await db
    .selectFrom('audit_entry')
    .select('subject_id')
    .where('action', '=', 'mess.student.code_issued');
  expect((await audited.execute()).length).toBeGreaterThanOrEqual(4);
});

test('an organization that doesn’t use the mess has no students to make codes for', async () => {
  const { ops, app, ctx } = await hostel({ modules: ['exhibition'] });
  expect(ops.userId).toBeTruthy();
  expect(await makeCodes(ctx, app.boot.manifests, { renew: true })).toEqual({ made: 0, skipped: 0 });
});
