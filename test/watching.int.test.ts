import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { backupName } from '../kernel/backup/targets/backup-name.rule.ts';
import { modules } from '../server/modules.ts';
import { type TestApp, useTestApp } from './harness/index.ts';

type Dashboard = { uid: string; panels: { id: number; title: string; targets: { refId: string; expr: string }[] }[] };
type Rule = {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: string };
  annotations: Record<string, string>;
};

const [dashboard, ofModules] = ['counterfoil', 'module'].map((name) =>
  JSON.parse(readFileSync(`deploy/grafana/${name}.json`, 'utf8')),
) as [Dashboard, Dashboard & { templating: { list: { name: string; query: string }[] } }];
const hasPromtool = !spawnSync('promtool', ['--version']).error;
if (!hasPromtool)
  console.warn('left out: promtool is not here (apt-get install prometheus), so no alert rule is played');
const rules = (
  parse(readFileSync('deploy/alerts/counterfoil.rules.yaml', 'utf8')) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules);

let app: TestApp;
let text: string;
beforeAll(async () => {
  app = await useTestApp();
  await app.http.inject('/api/v1/health/live');
  text = (await app.http.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })).body;
});

/** Names in a query that are metrics of ours or of the runtime; a histogram's own names end with what it measures. */
const metricsIn = (expr: string) => [...new Set(expr.match(/\b(counterfoil|nodejs|process)_\w+/g) ?? [])];
const there = () =>
  new Set(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name, type]) =>
      type === 'histogram' ? ['_bucket', '_count', '_sum'].map((end) => `${name}${end}`) : [name as string],
    ),
  );

describe('what an operator watches', () => {
  it.each(
    [...dashboard.panels, ...ofModules.panels].flatMap(({ title, targets }) =>
      targets.map(({ expr }) => [title, expr] as const),
    ),
  )('panel %s names metrics of a running server', (_title, expr) => {
    expect(metricsIn(expr).length).toBeGreaterThan(0);
    for (const name of metricsIn(expr)) expect(there(), expr).toContain(name);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    'rule %s is complete, and so are its metrics',
    (_name, rule) => {
      for (const name of metricsIn(rule.expr)) expect(there(), rule.expr).toContain(name);
      if (!rule.expr.startsWith('up{')) expect(metricsIn(rule.expr).length).toBeGreaterThan(0);
      expect(rule.for).toMatch(/^\d+[mhd]$/);
      expect(rule.labels.severity).toMatch(/^(page|warn)$/);
      expect(rule.annotations.summary).toMatch(/\.$/);
      expect(existsSync(rule.annotations.runbook as string), rule.annotations.runbook).toBe(true);
      expect([...rule.expr].filter((c) => c === '(').length).toBe([...rule.expr].filter((c) => c === ')').length);
    },
  );

  it('has a dashboard for each module', () => {
    const { query = '' } = ofModules.templating.list.find(({ name }) => name === 'module') ?? {};
    expect(query.split(',').sort()).toEqual(modules.map(({ name }) => name).sort());
  });

  it.skipIf(!hasPromtool)('names its metrics as Prometheus wants, and its rules fire when they should', () => {
    const promtool = (args: string[], input = '') => {
      const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: 'deploy/alerts', input, encoding: 'utf8' });
      return { status, said: stdout + stderr };
    };
    // Those of the runtime are prom-client's own.
    const ofUs = promtool(['check', 'metrics'], text)
      .said.split('\n')
      .filter((line) => /counterfoil_/.test(line));
    expect(ofUs).toEqual([]);
    expect(promtool(['check', 'rules', 'counterfoil.rules.yaml'])).toMatchObject({ status: 0 });
    const played = promtool(['test', 'rules', 'counterfoil.test.yaml']);
    expect(played.status, played.said).toBe(0);
  });

  it('has every metric of ours on the dashboard or in a rule', () => {
    const used = new Set(
      [
        ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
        ...rules.map(({ expr }) => expr),
      ].flatMap(metricsIn),
    );
    const ours = [...text.matchAll(/^# TYPE (counterfoil_\w+) /gm)].map(([, name]) => name as string);
    expect(
      ours.filter((name) => ![...used].some((one) => one === name || one.replace(/_(bucket|count|sum)$/, '') === name)),
    ).toEqual([]);
  });

  it('has figures for the database, the disk and the months', () => {
    for (const line of [
      'counterfoil_database_server_connections',
      'counterfoil_disk_bytes{state="free"}',
      'counterfoil_partition_ahead_seconds{table="audit_entry"}',
      'counterfoil_payment_attempts_open{state="unknown",age="older"}',
    ])
      expect(text).toContain(line);
    const seconds = Number(/counterfoil_partition_ahead_seconds\{table="audit_entry"\} (\d+)/.exec(text)?.[1]);
    expect(seconds / 86_400).toBeGreaterThan(31);
  });

  it('says when the last good backup was made, and the health check when it is old', async () => {
    const { system } = app.boot.database;
    const { backupHealth } = await import('../kernel/backup/observe.ts');
    const boot = {
      ...app.boot,
      config: { ...app.config, BACKUP_PASSPHRASE: 'a long passphrase' },
      ctxFor: (...args: Parameters<typeof app.ctxFor>) => ({
        ...app.ctxFor(...args),
        config: { ...app.config, BACKUP_PASSPHRASE: 'a long passphrase' },
      }),
    };
    expect(await backupHealth(app.boot)).toEqual({ state: 'off' });
    expect(await backupHealth(boot)).toEqual({ state: 'degraded', detail: 'none' });
    const made = (hours: number) => new Date(app.clock.now().getTime() - hours * 3_600_000);
    const place = mkdtempSync(join(tmpdir(), 'counterfoil-watching-'));
    const name = backupName(made(60), null);
    writeFileSync(join(place, name), 'age-encryption.org/v1\n-> scrypt '.padEnd(1234));
    const row = { state: 'done', place, name, percent: 100, size_bytes: 1234 };
    const id = crypto.randomUUID();
    await system
      .insertInto('backup')
      .values({ ...row, id, started_at: made(60), ended_at: made(59) })
      .execute();
    expect(await backupHealth(boot)).toEqual({ state: 'degraded', detail: 'old' });
    const scraped = (await app.http.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })).body;
    expect(scraped).toContain(`counterfoil_backup_size_bytes{place="${place}"} 1234`);
    expect(Number(/counterfoil_backup_age_seconds\{.*\} (\S+)/.exec(scraped)?.[1])).toBeGreaterThan(59 * 3600);
    await system
      .updateTable('backup')
      .set({ started_at: made(2) })
      .where('id', '=', id)
      .execute();
    expect(await backupHealth(boot)).toEqual({ state: 'up' });
    rmSync(place, { recursive: true });
    expect(await backupHealth(boot)).toEqual({ state: 'degraded', detail: 'gone' });
    await system.deleteFrom('backup').where('id', '=', id).execute();
  });
});
