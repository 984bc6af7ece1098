import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, found } from './support/api.ts';
import { dataFolder } from './support/data-folder.ts';
import { run, type Server, start } from './support/server.ts';

/** The commands that make codes for everybody, beside a running server. */
const folder = dataFolder();
let server: Server;
let call: Caller;
beforeAll(async () => {
  server = await start({ DATA_DIR: folder.path });
  call = await found(server, ['mess']);
});
afterAll(async () => {
  await server?.stop();
  folder.remove();
});

async function counterfoil(...args: string[]) {
  const command = run(args, { DATA_DIR: folder.path, PUBLIC_URL: server.url });
  return { code: await command.exited, output: command.output() };
}

test('codes for all, pictures of them for printing, and new ones that end the old', async () => {
  const student = (roll_number: string) =>
    call<{ qr: string }>('POST', '/mess/students', { name: 'Asha Verma', roll_number, approve: true });
  const { qr } = await student('21CS/104');
  await student('21CS105');
  const out = join(folder.path, 'codes');
  const generated = await counterfoil('qr', 'generate', '--all', '--out', out);
  expect(generated).toMatchObject({
    code: 0,
    output: expect.stringContaining('Handloom Fair: 0 new codes, 2 pictures in'),
  });
  expect(readdirSync(join(out, 'handloom-fair')).sort()).toEqual(['21CS105.png', '21CS~104.png']);
  expect(await counterfoil('qr', 'generate')).toMatchObject({
    code: 0,
    output: expect.stringContaining('0 new codes'),
  });
  expect((await counterfoil('qr', 'regenerate', '--organization', 'nobody')).code).toBe(1);
  const renewed = await counterfoil('qr', 'regenerate');
  expect(renewed).toMatchObject({ code: 0, output: expect.stringContaining('Handloom Fair: 2 new codes') });
  const shown = await call<{ qr: string }[]>('GET', '/mess/students?sort=roll_number');
  expect(shown).toHaveLength(2);
  expect(shown.map((each) => each.qr)).not.toContain(qr);
  await expect(call('POST', '/credentials/verify', { code: qr })).rejects.toThrow('credentials.old_version');
});
