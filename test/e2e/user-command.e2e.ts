import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, found, OWNER, send } from './support/api.ts';
import { dataFolder } from './support/data-folder.ts';
import { run, type Server, start } from './support/server.ts';

/** The commands for an owner who is locked out, beside a running server. */
const folder = dataFolder();
let server: Server;
let call: Caller;
beforeAll(async () => {
  server = await start({ DATA_DIR: folder.path });
});
afterAll(async () => {
  await server?.stop();
  folder.remove();
});

async function counterfoil(...args: string[]) {
  const command = run(args, { DATA_DIR: folder.path, PUBLIC_URL: server.url });
  return { code: await command.exited, output: command.output() };
}

const enter = async (password: string) => {
  const answer = await send(server, 'POST', '/auth/sign-in', { email: OWNER.email, password });
  return answer.status;
};

test('the front page of an empty installation leads to the start page, without the token', async () => {
  const ask = (path: string) => fetch(`${server.url}${path}`, { redirect: 'manual' });
  for (const path of ['/', '/console/', '/console/login']) {
    const answer = await ask(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/setup']);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  }
  expect((await counterfoil('user', 'list')).output).toContain('Nobody has an account yet');
  call = await found(server);
  expect((await ask('/')).headers.get('location')).toBe('/console/');
  expect((await ask('/console/')).headers.get('location')).toBe('/console/login');
  expect((await ask('/console/login')).status).toBe(200);
});

test('an owner who is locked out is listed, and gets a password that ends all sessions', async () => {
  const listed = await counterfoil('user', 'list');
  expect(listed).toMatchObject({
    code: 0,
    output: expect.stringContaining(`${OWNER.email} (${OWNER.name}); owner of`),
  });
  await expect(call('GET', '/session')).resolves.toMatchObject({ role: 'owner' });
  const set = await counterfoil('user', 'set-password', OWNER.email);
  const password = /the password (\S+) from now on/.exec(set.output)?.[1] ?? '';
  expect([set.code, password]).toEqual([0, expect.stringMatching(/^(\w{4}-){3}\w{4}$/)]);
  await expect(call('GET', '/session')).rejects.toThrow('401');
  expect([await enter(OWNER.password), await enter(password)]).toEqual([401, 200]);
  const unknown = await counterfoil('user', 'set-password', 'nobody@fair.example');
  expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining('There is no account') });
});

test('an account with a password that is given, as older scripts make it', async () => {
  const made = await counterfoil('user', 'create', '--email', 'ravi@fair.example', '--password', 'three quiet trees');
  expect(made).toMatchObject({ code: 0, output: expect.stringContaining('Created ravi@fair.example.') });
  const answer = await send(server, 'POST', '/auth/sign-in', {
    email: 'ravi@fair.example',
    password: 'three quiet trees',
  });
  expect(answer.status).toBe(200);
});
