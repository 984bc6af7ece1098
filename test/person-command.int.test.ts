/** `counterfoil person`: a person is taken out, looked at and erased by the command line. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { newOrganization, useTestApp } from './harness/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'person-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('export writes a ZIP for its owner only; erase shows, asks for the name, and is done', async () => {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const owner = await organization.as('owner');
  const person = { name: 'Wilhelmine Commandline', email: 'wilhelmine@example.org', phone: '+919845566778' };
  const { id } = (await owner.post('/people', person)).body.data;
  const { DATABASE_URL = '', DATA_DIR, SECRET_KEY } = app.config;
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['server/main.ts', 'person', ...args, '--organization', organization.slug], {
      env: { PATH: process.env.PATH, DATABASE_URL, DATA_DIR, SECRET_KEY, PUBLIC_URL: 'http://localhost:3000' },
    }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }) as { code: number; stdout: string; stderr: string },
    );

  const out = join(folder, 'person.zip');
  expect(await run('export', person.email, '--out', out)).toMatchObject({ code: 0 });
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const json = unzipSync(new Uint8Array(readFileSync(out)))['person.json'] as Uint8Array;
  expect(JSON.parse(new TextDecoder().decode(json)).data.person[0]).toMatchObject({ id, ...person });

  const looked = await run('erase', id, '--dry-run');
  expect(looked).toMatchObject({ code: 0 });
  expect(looked.stdout).toMatch(/^ +1 {2}blanked {2}person: Amounts, days and ids stay/m);
  const wrong = await run('erase', id, '--name', 'Somebody');
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('type it as it stands there') });
  expect((await run('erase', 'nobody@example.org')).stderr).toContain('There is no such person here.');
  expect((await owner.get(`/people/${id}`)).body.data).toMatchObject(person);

  const erased = await run('erase', id, '--name', person.name);
  expect(erased).toMatchObject({ code: 0, stdout: expect.stringContaining('Erased.') });
  expect((await owner.get(`/people/${id}`)).body.data).toMatchObject({ name: '[erased]', phone: null, email: null });
});
