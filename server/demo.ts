import { createUser, findPerson, found, generatePassword, setPassword } from '../kernel/auth/index.ts';
import type { Ctx, Organization } from '../kernel/ctx/index.ts';
import { findOrganization } from '../kernel/db/index.ts';
import type { Result } from '../kernel/lib/result.ts';
import { packages } from '../kernel/packages.ts';
import { createOrganization, type OrganizationInput, seedOnce } from '../kernel/tenancy/index.ts';
import type { OpenServices } from './app.ts';
import { modules } from './modules.ts';

const FAIR = ['exhibition', 'raffle'];
const INDIA = { country: 'IN', timeZone: 'Asia/Kolkata', currency: 'INR', language: 'en' };
type DemoOrganization = OrganizationInput & { slug: string };
const ORGANIZATIONS: DemoOrganization[] = [
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
  {
    name: 'Nyange Power',
    slug: 'demo-nyange',
    country: 'RW',
    timeZone: 'Africa/Kigali',
    currency: 'RWF',
    language: 'en',
    modules: ['electricity'],
  },
  {
    name: 'Café Ronda',
    slug: 'demo-ronda',
    country: 'ES',
    timeZone: 'Europe/Madrid',
    currency: 'EUR',
    language: 'en',
    modules: ['coffee'],
  },
];
const OWNER = { name: 'Demo Owner', email: 'owner@demo.example' };
/** Staff of the demo organizations, by slug. */
const STAFF = [
  { of: 'demo-malabar', title: 'Cashier', name: 'Demo Cashier', email: 'cashier@demo.example', role: 'ops' },
  { of: 'demo-hostel', title: 'Warden', name: 'Demo Warden', email: 'warden@demo.example', role: 'admin' },
] as const;

export type DemoCredentials = { role: string; email: string; password: string }[];

/**
 * Makes the demo organizations, their people and each part's demo data. It makes only what is missing, at the first
 * call or after an interrupted start: each step is all or nothing, and checks first. Each call gives the people new
 * passwords, which are stored only as hashes.
 */
export async function loadDemo(services: OpenServices): Promise<DemoCredentials> {
  const ctx = services.ctxFor(null, 'demo');
  const owner = await demoOwner(ctx);
  const organizations: Organization[] = [];
  for (const input of ORGANIZATIONS) organizations.push(await demoOrganization(ctx, input, owner.id));
  // Side by side: each waits for the database half of the time.
  await Promise.all(organizations.map((organization) => fill(services, organization)));
  const credentials: DemoCredentials = [];
  for (const { title, email } of [{ title: 'Owner', email: OWNER.email }, ...STAFF]) {
    const password = generatePassword();
    must(await setPassword(ctx, { email, password }));
    credentials.push({ role: title, email, password });
  }
  return credentials;
}

/** The owner, made together with the first organization. */
async function demoOwner(ctx: Ctx): Promise<{ id: string }> {
  const known = await findPerson(ctx, OWNER.email);
  if (known) return known;
  const owner = { ...OWNER, password: generatePassword() };
  return must(await found(ctx, { owner, organization: ORGANIZATIONS[0] as DemoOrganization })).owner;
}

async function demoOrganization(ctx: Ctx, input: DemoOrganization, ownerId: string): Promise<Organization> {
  const known = await findOrganization(ctx.system, { slug: input.slug });
  return known ?? must(await createOrganization(ctx, input, ownerId));
}

/** Who made the demo data, as its lists name them: who works there, else the owner. */
const nameAt = ({ slug }: Organization) => STAFF.find(({ of }) => of === slug)?.name ?? OWNER.name;

/** Makes an organization's people, and the demo data of its modules. */
async function fill(services: OpenServices, organization: Organization): Promise<void> {
  const ctx = services.ctxFor(null, 'demo');
  for (const { name, email, role } of STAFF.filter(({ of }) => of === organization.slug)) {
    if (await findPerson(ctx, email)) continue;
    must(await createUser(ctx, { name, email, password: generatePassword() }, { organization, role }));
  }
  const used = modules.filter(({ name }) => organization.modules.includes(name));
  for (const { name, seed } of [...packages, ...used])
    if (seed) must(await seedOnce(services.ctxFor(organization, nameAt(organization)), name, seed));
}

/**
 * Starts what lives in the demo beside its server: machines of modules that have some, in the first demo organization
 * that uses the module. `stop` ends it.
 */
export function liveDemo(services: OpenServices): { stop(): Promise<void> } {
  const end = new AbortController();
  const { log } = services.boot;
  const running = modules.map(async ({ name, demo }) => {
    const input = ORGANIZATIONS.find(({ modules: used }) => used?.includes(name));
    if (!demo || !input) return;
    const organization = await findOrganization(services.boot.database.system, { slug: input.slug });
    if (organization?.modules.includes(name)) await demo(services.ctxFor(organization, 'demo'), end.signal);
  });
  // The demo is worth seeing without them.
  const ended = Promise.allSettled(
    running.map((one) => one.catch((err) => log.warn({ err }, 'a part of the demo ended'))),
  );
  return {
    async stop() {
      end.abort();
      await ended;
    },
  };
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
