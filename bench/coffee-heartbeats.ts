/** What machines report in bench/coffee.ts, and the same in bare SQL. */
import pg from 'pg';
import { pick } from './load.ts';
import type { Stage } from './stage.ts';

export const CLIENTS = 16;
export const BINS = 6;
const BIN_LEVELS = `update coffee_bin b set level_milli = r.level, reported_at = now()
  from unnest($3::int[], $4::bigint[]) r (position, level)
  where b.organization_id = $1 and b.machine_id = $2 and b.position = r.position`;

export type Machine = { id: string; device: string; serial: string; merchant: string; token: string };

/** how many reports each machine has sent */
const sent = new Map<string, number>();

/** As machines report: levels sink by a cup or two, and after some hundred reports somebody fills them. */
export function heartbeat({ id }: Machine) {
  const count = (sent.get(id) ?? 0) + 1;
  sent.set(id, count);
  const bins = Array.from({ length: BINS }, (_, n) => ({
    position: n + 1,
    level: 1950 - ((count * 8 + n * 250) % 1600),
  }));
  return { temperature: 88 + (count % 80) / 10, state: 'ready', errors: [], bins };
}

type Send = (client: pg.Client, organization: string, machine: Machine) => Promise<void>;

/** What somebody would write who takes a report in SQL, on each of 16 connections. */
export async function bareHeartbeats({ databaseUrl, seed }: Stage, machines: Machine[], send: Send) {
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl });
      // The database ends before the clients when something fails.
      client.on('error', () => {});
      await client.connect();
      await client.query(`set app.organization_id = '${seed.organization}'`);
      return client;
    }),
  );
  let next = 0;
  return {
    once: (client: number) => send(clients[client] as pg.Client, seed.organization, pick(machines, next++)),
    close: () => Promise.all(clients.map((client) => client.end())),
  };
}

function columnsOf(bins: { position: number; level: number }[]) {
  return [bins.map(({ position }) => position), bins.map(({ level }) => level * 1000)];
}

export async function severalStatements(client: pg.Client, organization: string, machine: Machine): Promise<void> {
  const { id } = machine;
  const { temperature, state, bins } = heartbeat(machine);
  await client.query('begin');
  await client.query({
    name: 'lock',
    text: 'select * from coffee_machine where organization_id = $1 and id = $2 for no key update',
    values: [organization, id],
  });
  await client.query({
    name: 'machine',
    text: `update coffee_machine set status = $3, temperature_dc = $4, last_seen_at = now(), offline_at = null
      where organization_id = $1 and id = $2`,
    values: [organization, id, state, Math.round(temperature * 10)],
  });
  await client.query({ name: 'bins', text: BIN_LEVELS, values: [organization, id, ...columnsOf(bins)] });
  await client.query('commit');
}

export async function oneStatement(client: pg.Client, organization: string, machine: Machine): Promise<void> {
  const { id } = machine;
  const { temperature, state, bins } = heartbeat(machine);
  const text = `with machine as (
      update coffee_machine set status = $5, temperature_dc = $6, last_seen_at = now(), offline_at = null
      where organization_id = $1 and id = $2 returning id
    ) ${BIN_LEVELS.replace('where', 'where b.machine_id = (select id from machine) and')}`;
  await client.query({
    name: 'send',
    text,
    values: [organization, id, ...columnsOf(bins), state, Math.round(temperature * 10)],
  });
}
