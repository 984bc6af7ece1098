import type { Caller } from '../../../test/harness/index.ts';

let serial = 0;

/** An exhibition that is open, made through the API; `over` changes its fields. */
export async function openExhibition(admin: Caller, over: object = {}) {
  serial += 1;
  const input = {
    name: 'Kochi Craft Fair',
    prefix: `KF${serial}`,
    starts_on: '2020-01-01',
    ends_on: '2099-12-31',
    ...over,
  };
  const made = await admin.post('/exhibition/exhibitions', input);
  if (made.status !== 201) throw new Error(`no exhibition: ${JSON.stringify(made.body)}`);
  return made.body.data as { id: string; prefix: string; currency: string };
}

export const asha = { name: 'Asha Verma', email: 'asha@example.org', phone: '98765 43210' };

export async function register(caller: Caller, over: object = {}) {
  const made = await caller.post('/exhibition/customers', { ...asha, ...over });
  if (made.status !== 201) throw new Error(`no customer: ${JSON.stringify(made.body)}`);
  return made.body.data as { id: string; code: string; qr: string; name: string };
}
