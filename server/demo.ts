import { createUser, found, generatePassword, setPassword } from '../kernel/auth/index.ts';
import type { Organization } from '../kernel/ctx/index.ts';
import { findOrganization } from '../kernel/db/index.ts';
import type { Result } from '../kernel/lib/result.ts';
import { rooms } from '../kernel/rooms.ts';
import { createOrganization, type OrganizationInput } from '../kernel/tenancy/index.ts';
import type { OpenHouse } from './house.ts';
import { modules } from './modules.ts';

const FAIR = ['exhibition', 'raffle'];
const INDIA = { country: 'IN', timeZone: 'Asia/Kolkata', currency: 'INR', language: 'en' };
const ORGANIZATIONS: (OrganizationInput & { slug: string })[] = [
  { name: 'Malabar Craft Collective', slug: 'demo-malabar', ...INDIA, modules: FAIR },
  { name: 'Periyar Hostel', slug: 'demo-hostel', ...INDIA, modules: ['mess'] },
  {
    name: 'Kigali Makers Fair',
    slug: 'demo-kigali',
    country: 'RW',
    timeZone: 'Africa/Kigali',
    currency: 'RWF',
    language: 'en',
    modules: FAIR,
  },
];
const OWNER = { name: 'Demo Owner', email: 'owner@demo.example' };
/** Whoever works in one of them, by its slug. */
const STAFF = [
  { of: 'demo-malabar', title: 'Cashier', name: 'Demo Cashier', email: 'cashier@demo.example', role: 'ops' },
  { of: 'demo-hostel', title: 'Warden', name: 'Demo Warden', email: 'warden@demo.example', role: 'admin' },
] as const;

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
    await fill(house, organization);
    for (const other of others) await fill(house, must(await createOrganization(ctx, other, owner.id)));
  }
  const credentials = [{ role: 'Owner', email: OWNER.email, password }];
  must(await setPassword(ctx, { email: OWNER.email, password }));
  for (const { title, email } of STAFF) {
    const password = generatePassword();
    must(await setPassword(ctx, { email, password }));
    credentials.push({ role: title, email, password });
  }
  return credentials;
}

/** Its people, and the demo data of the modules that it uses. */
async function fill(house: OpenHouse, organization: Organization): Promise<void> {
  for (const { name, email, role } of STAFF.filter(({ of }) => of === organization.slug))
    must(
      await createUser(
        house.ctxFor(null, 'demo'),
        { name, email, password: generatePassword() },
        { organization, role },
      ),
    );
  const used = modules.filter(({ name }) => organization.modules.includes(name));
  for (const part of [...rooms, ...used]) await part.seed?.(house.ctxFor(organization, 'demo'));
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
