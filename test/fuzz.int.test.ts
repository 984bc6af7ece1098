import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from './fuzz/random.ts';
import { makeRequest, operationsOf } from './fuzz/requests.ts';
import { HOSTILE } from './fuzz/values.ts';
import { type Caller, openTestApp, type TestApp } from './harness/index.ts';
import { idsOf, type Populated, populate } from './harness/populated.ts';

/**
 * The whole API, by its own description, with hostile values: it may refuse anything, but never fails. Some hundred
 * requests with `npm test`, always the same; `npm run fuzz` sends 12,000 with a new seed each time, which it prints.
 */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 700);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122);
/** Longer than any answer takes on a busy machine. */
const MAX_MS = 30_000;

let app: TestApp;
let there: Populated;
beforeAll(async () => {
  app = await openTestApp({});
  there = await populate(app);
});
afterAll(() => app.close());

test(
  `no request of ${REQUESTS} makes it fail (seed ${SEED})`,
  async () => {
    console.log(`fuzz: ${REQUESTS} requests, FUZZ_SEED=${SEED}`);
    const random = seeded(SEED);
    const operations = operationsOf(app.boot.manifests);
    const kinds = Object.keys(HOSTILE);
    expect(operations.length).toBeGreaterThan(250);
    expect(REQUESTS, 'every kind at least once').toBeGreaterThan(kinds.length);
    const ids = [...(await idsOf(app, there.organization.id)).values()].flat();
    const known = { ids, texts: [...there.codes, ...ids.slice(0, 5)] };
    const portal = await portalHeaders();
    const callers: Record<string, Record<string, string>> = {
      owner: there.owner.headers,
      viewer: (await there.organization.as('viewer')).headers,
      key: { authorization: `Bearer ${there.apiKey}` },
      portal,
      nobody: {},
    };
    const failures: string[] = [];
    const answered: Record<string, number> = {};
    for (let i = 0; i < REQUESTS; i++) {
      const kind = kinds[i % kinds.length] as string;
      const operation = random.pick(operations);
      const { request, what } = makeRequest(operation, kind, random, known);
      const who = random.chance(0.7) ? 'owner' : random.pick(Object.keys(callers));
      const headers = { ...callers[who], ...(request.headers as Record<string, string>) };
      const [status, text] = await send({ ...request, headers });
      answered[status] = (answered[status] ?? 0) + 1;
      if (status >= 500 || text.includes('"http.bad_value"')) failures.push(`${i} ${who} ${status} ${what}`);
      // A request ended the session, the membership or the key: continue with the next caller.
      if (status === 401 && who === 'owner')
        callers.owner = ((await there.organization.as('owner')) satisfies Caller).headers;
    }
    console.log(`fuzz: ${JSON.stringify(answered)}`);
    expect(failures).toEqual([]);
    expect(answered[200] ?? 0, 'some of them are good').toBeGreaterThan(REQUESTS / 50);
  },
  Math.max(120_000, REQUESTS * 120),
);

async function portalHeaders(): Promise<Record<string, string>> {
  const payload = { portal_token: there.portalToken };
  const got = await app.http.inject({ method: 'POST', url: '/api/v1/auth/token', payload });
  return { authorization: `Bearer ${got.json().data.access_token}` };
}

/** An event stream never ends by itself: its beginning is enough. */
async function send(request: object): Promise<[number, string]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<[number, string]>((resolve) => {
    timer = setTimeout(() => resolve([599, 'no answer']), MAX_MS);
  });
  const answer = (async (): Promise<[number, string]> => {
    const reply = await app.http.inject({ ...request, payloadAsStream: true });
    const stream = reply.stream();
    if (String(reply.headers['content-type']).startsWith('text/event-stream')) {
      stream.destroy();
      for (const open of app.boot.services.realtime?.streams ?? []) open.destroy();
      return [reply.statusCode, ''];
    }
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return [reply.statusCode, Buffer.concat(chunks).toString()];
  })();
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  return first;
}
