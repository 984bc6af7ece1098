import { findOrganization } from '../../kernel/db/index.ts';
import type { OpenServices } from '../app.ts';
import { withApp } from './open.ts';

type Options = {
  organization?: string;
  count: string;
  devices?: string;
  speed: string;
  days: string;
  url?: string;
  transport: 'http' | 'mqtt';
  broker?: string;
  fail: string;
  leak: string;
  host: string;
  port: string;
};

/** Runs a module's simulation against a running server until it is stopped. */
export function simulateCommand(machines: string, options: Options): Promise<void> {
  return withApp(async (services, config) => {
    const { manifests } = services.boot;
    const owner = manifests.find((one) => one.simulations?.some(({ name }) => name === machines));
    const simulation = owner?.simulations?.find(({ name }) => name === machines);
    if (!owner || !simulation) {
      const known = manifests.flatMap(({ simulations = [] }) => simulations.map(({ name }) => name));
      console.error(`There are no such machines to simulate. There are: ${known.join(', ')}.`);
      return 1;
    }
    const organization = await organizationFor(services, owner.name, options.organization);
    if (!organization) {
      console.error('No such organization uses them. Say whose: --organization …');
      return 1;
    }
    const stop = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
    const ran = await simulation.run(services.ctxFor(organization, 'simulation'), {
      count: wholeFrom(options.devices ?? options.count, 1, 100_000),
      speed: wholeFrom(options.speed, 1, 100_000),
      days: wholeFrom(options.days, 0, 365),
      url: options.url ?? config.PUBLIC_URL,
      transport: options.transport,
      broker: options.broker ?? config.MQTT_URL ?? `mqtt://127.0.0.1:${config.MQTT_PORT ?? 1883}`,
      fail: wholeFrom(options.fail, 0, 100),
      leak: wholeFrom(options.leak, 0, 100),
      host: options.host,
      port: wholeFrom(options.port, 0, 65_535),
      signal: stop.signal,
      say: (line) => console.log(line),
    });
    if (!ran.ok) console.error(`The simulation was refused: ${ran.code}`);
    return ran.ok ? 0 : 1;
  });
}

async function organizationFor({ boot }: OpenServices, module: string, slug: string | undefined) {
  const { system } = boot.database;
  if (slug) {
    const named = await findOrganization(system, { slug });
    return named?.modules.includes(module) ? named : null;
  }
  const slugs = await system.selectFrom('organization').select('slug').orderBy('created_at').execute();
  for (const one of slugs) {
    const found = await findOrganization(system, one);
    if (found?.modules.includes(module)) return found;
  }
  return null;
}

function wholeFrom(text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`"${text}" is no number from ${least} to ${most}`);
  return value;
}
