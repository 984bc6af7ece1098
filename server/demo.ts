import { createUser, found, generatePassword, setPassword } from '../kernel/auth/index.ts';
import type { Organization } from '../kernel/ctx/index.ts';
import { findOrganization } from '../kernel/db/index.ts';
import type { Result } from '../kernel/lib/result.ts';
import { rooms } from '../kernel/rooms.ts';
import { createOrganization, type OrganizationInput } from '../kernel/tenancy/index.ts';
import type { OpenHouse } from './house.ts';
import { modules } from './modules.ts';

const all = modules.map((m) => m.name);
const ORGANIZATIONS: (OrganizationInput & { slug: string })[] = [
  {
    name: 'Malabar Craft Collective',
    slug: 'demo-malabar',
    country: 'IN',
    timeZone: 'Asia/Kolkata',
    currency: 'INR',
    language: 'en',
    modules: all,
  },
  {
    name: 'Kigali Makers Fair',
    slug: 'demo-kigali',
    country: 'RW',
    timeZone: 'Africa/Kigali',
    currency: 'RWF',
    language: 'en',
    modules: all,
  },
];
const OWNER = { name: 'Demo Owner', email: 'owner@demo.example' };
const CASHIER = { name: 'Demo Cashier', email: 'cashier@demo.example' };

export type DemoCredentials = { role: string; email: string; password: string }[];

/**
 * The demo organizations, their people and each part's demo data, made at the first call; at each call the people get
 * new passwords, which are stored nowhere but as hashes.
 */
export async function loadDemo(house: OpenHouse): Promise<DemoCredentials> {
  const ctx = house.ctxFor(null, 'demo');
  const password = generatePassword();
  const [first, ...others] = ORGANIZATIONS as [
    OrganizationInput & { slug: string },
    ...(OrganizationInput & { slug: string })[],
  ];
  if (!(await findOrganization(ctx.system, { slug: first.slug }))) {
    const { owner, organization } = must(await found(ctx, { owner: { ...OWNER, password }, organization: first }));
    await seed(house, organization);
    for (const other of others) await seed(house, must(await createOrganization(ctx, other, owner.id)));
    must(await createUser(ctx, { ...CASHIER, password: generatePassword() }, { organization, role: 'ops' }));
  }
  must(await setPassword(ctx, { email: OWNER.email, password }));
  const cashier = generatePassword();
  must(await setPassword(ctx, { email: CASHIER.email, password: cashier }));
  return [
    { role: 'Owner', email: OWNER.email, password },
    { role: 'Cashier', email: CASHIER.email, password: cashier },
  ];
}

async function seed(house: OpenHouse, organization: Organization): Promise<void> {
  for (const part of [...rooms, ...modules]) await part.seed?.(house.ctxFor(organization, 'demo'));
}

export function printCredentials(credentials: DemoCredentials): void {
  console.log('\n  Sign in with one of these; the passwords are new at each start:');
  for (const { role, email, password } of credentials)
    console.log(`  ${role.padEnd(8)} ${email.padEnd(24)} ${password}`);
}

function must<T>(result: Result<T>): T {
  if (!result.ok)
    throw new Error(
      `the demo could not be loaded: ${result.code} ${JSON.stringify(result.fields ?? result.detail ?? {})}`,
    );
  return result.data;
}
