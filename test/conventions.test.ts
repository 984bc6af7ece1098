import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { permissionTable } from '../kernel/auth/index.ts';
import { ConfigSchema, readConfig } from '../kernel/config/index.ts';
import { findText, texts } from '../kernel/i18n/index.ts';
import type { Page } from '../kernel/module/index.ts';
import { packages } from '../kernel/packages.ts';
import { modules } from '../server/modules.ts';
import { envExample } from '../tools/env-example.ts';
import { operationId } from '../tools/openapi/operation-id.ts';
import { findPages } from '../web/pages.plugin.ts';
import { pages as kernelPages } from '../web/pages.ts';

/** Rules of the repository that need no database. */

const manifests = [...packages, ...modules];
const routes = manifests.flatMap((m) => m.routes ?? []);
const read = (path: string) => readFileSync(path, 'utf8');

function filesBelow(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => !/node_modules|web\/dist\//.test(path) && statSync(path).isFile()),
  );
}
const foldersIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [join(folder, entry.name)] : [],
  );

const sources = filesBelow('kernel', 'modules', 'server', 'web', 'tools').filter(
  (f) => /\.(ts|tsx|mjs)$/.test(f) && !f.startsWith('tools/sample-module/'),
);
const program = sources.filter((f) => !/\.test\.tsx?$|\/test\//.test(f));

test('every call of a screen goes to a route that is there', () => {
  const call = /\b(?:api\.(get|post|put|patch|delete)|(fileUrl|useGet|usePages))(?:<[^()]*>)?\(\s*(['`])(\/.*?)\3/g;
  const calls = program.flatMap((path) =>
    [...read(path).matchAll(call)].map(([, method = 'get', , , address = '']) => ({
      from: path,
      method: method.toUpperCase(),
      // A value may be any one step of an address.
      steps: (address.replace(/\$\{[^}]*\}/g, '*').split('?')[0] as string).split('/'),
    })),
  );
  const known = routes.map(({ method, path }) => ({ method, steps: path.split('/') }));
  const goes = ({ method, steps }: (typeof calls)[number]) =>
    known.some(
      (route) =>
        route.method === method &&
        route.steps.length === steps.length &&
        route.steps.every((step, at) => step.startsWith('{') || steps[at]?.includes('*') || step === steps[at]),
    );
  expect(calls.length).toBeGreaterThan(400);
  expect(
    calls.filter((one) => !goes(one)).map(({ from, method, steps }) => `${from}: ${method} ${steps.join('/')}`),
  ).toEqual([]);
});

test('every link and button of the console leads to a page that is there', () => {
  const written = program.filter((path) => path.endsWith('.tsx'));
  const paths = written.flatMap((path) =>
    [...read(path).matchAll(/\b(?:path: |page\()['`](\/[^'`]*)/g)].map(([, page]) => page),
  );
  const known = paths.map((page) => new RegExp(`^${page?.replaceAll(/:\w+/g, '[^/]+')}$`));
  const lost = written.flatMap((path) =>
    [...read(path).matchAll(/(?:\b(?:to|back)=\{?|\bto: |\b(?:navigate|go)\()["'`](\/[^"'`]+)/g)]
      .map(([, to = '']) => to.replace(/(?<!\/)\$\{.*|[?#].*/, '').replaceAll(/\$\{[^}]*\}/g, 'x'))
      .filter((to) => to !== '/' && to !== '/login' && !known.some((page) => page.test(to)))
      .map((to) => `${path}: ${to}`),
  );
  expect(lost).toEqual([]);
  expect(known.length).toBeGreaterThan(50);
});

describe('the environment', () => {
  test('is described by .env.example, variable by variable', () => {
    expect(read('.env.example'), 'run: node tools/env-example.ts').toBe(envExample());
  });

  test('has a text for each variable', () => {
    for (const [name, schema] of Object.entries(ConfigSchema.properties)) {
      expect((schema as unknown as { description?: string }).description, name).toMatch(/^\S.{10,}/);
    }
  });

  test('is read in one place: no other code reads a variable that the schema doesn’t have', () => {
    const others = program
      .filter((file) => /^(kernel|modules)\//.test(file))
      .flatMap((file) => [...read(file).matchAll(/process\.env\.(\w+)/g)].map(([, name]) => `${file}: ${name}`));
    expect(others).toEqual([]);
  });

  test('reports all its mistakes at once, each by name', () => {
    const env = { PORT: 'many', DATABASE_URL: 'mysql://x', SECRET_KEY: 'short' };
    expect(() => readConfig(env)).toThrow(/3 mistakes[\s\S]*PORT[\s\S]*DATABASE_URL[\s\S]*SECRET_KEY/);
  });
});

test('pages for browsers: server and build have the same ones, each with its own name and address', async () => {
  const built = await findPages('.');
  const served = [...kernelPages, ...manifests.flatMap((m) => m.pages ?? [])];
  const nameOf = ({ name, address, main }: Page) => `${name} ${address} ${main}`;
  expect(built.map(nameOf).sort()).toEqual(served.map(nameOf).sort());
  for (const key of ['name', 'address'] as const)
    expect(new Set(served.map((page) => page[key])).size).toBe(served.length);
  for (const { main, html, worker } of served)
    for (const file of [main, html, worker]) if (file) expect(existsSync(file), String(file)).toBe(true);
});

describe('days and hours', () => {
  test('are decided by the program: SQL gets instants and dates, for the database may know other rules of a zone', () => {
    const asks =
      /\bat\s+time\s+zone\s+(?!'UTC')|\bdate_trunc\(|\bcurrent_(date|time|timestamp)\b|\b(local|make_)timestamp|\btimezone\(|\bto_char\([^)]*_at\b(?!.*'UTC')/i;
    const sources = [...program, ...filesBelow('kernel', 'modules').filter((file) => file.endsWith('.sql'))];
    const code = (file: string) => read(file).replace(/^\s*(--|\/?\*|\/\/).*$/gm, '');
    expect(
      sources
        .filter((file) => /^(kernel|modules|server)\/.*\.(ts|sql)$/.test(file) && !/\/(ui|console)\//.test(file))
        .filter((file) => asks.test(code(file))),
    ).toEqual([]);
  });
});

describe('outgoing connections', () => {
  test('are made in kernel/outbound, which sends our name and limits the addresses', () => {
    // Cloudinary's and S3's addresses are the operator's; their requests carry the name as well (test/fakes/user-
    // agent.ts). The doctor looks at the certificate of PUBLIC_URL and sends nothing, and
    // the TLS of the MQTT broker is for connections that come in.
    const allowed =
      /^kernel\/(outbound|ui|db)\/|^(server\/cli\/doctor|kernel\/mqtt\/secure)\.ts$|\/(console|portal|scanner|public)\/|stores\/cloudinary\.ts$/;
    const calls = /\bfetch\(|\bfrom '(node:)?(https?|tls|undici|axios|got)'|\bconnect\b.* from '(node:)?net'/;
    const types = /^import type .*$/gm;
    const others = program
      .filter((file) => /^(kernel|modules|server)\/.*\.ts$/.test(file) && !allowed.test(file))
      .filter((file) =>
        calls.test(
          read(file)
            .replace(types, '')
            .replace(/\bconst fetch\b.*|\w\.fetch\(/g, ''),
        ),
      );
    expect(others).toEqual([]);
  });
});
/** The places where a schema allows an integer too large for any column, or a text or list of unlimited length. */
// biome-ignore lint/suspicious/noExplicitAny: JSON Schema, walked by its words
function unbounded(schema: any, path = ''): string[] {
  if (!schema) return [];
  const lax = {
    integer: schema.maximum === undefined || (schema.minimum ?? schema.exclusiveMinimum) === undefined,
    number: schema.maximum === undefined,
    string: [schema.maxLength, schema.format, schema.pattern, schema.enum, schema.const].every((x) => x === undefined),
    array: schema.maxItems === undefined,
  };
  const own = lax[schema.type as keyof typeof lax] ? [`${path} (${schema.type})`] : [];
  const inner = Object.entries(schema.properties ?? {}).flatMap(([key, one]) => unbounded(one, `${path}.${key}`));
  return [...own, ...inner, ...[schema.items, ...(schema.anyOf ?? [])].flatMap((one) => unbounded(one, `${path}[]`))];
}

test('each kind of actors has a name in the audit', () => {
  const kinds = manifests.flatMap(({ actorKinds = [] }) => actorKinds.map(({ kind }) => kind));
  expect(kinds.length).toBeGreaterThan(4);
  for (const kind of kinds) expect(findText('en', `console.audit.actor.${kind}`), kind).toBeDefined();
});

test('jobs have names in kebab-case', () => {
  const names = manifests.flatMap(({ jobs = [] }) => jobs.map(({ name }) => name));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !/^[a-z_-]+\.[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
});

describe('routes', () => {
  const table = permissionTable(manifests);
  test.each(routes.map((r) => [`${r.method} ${r.path}`, r] as const))('%s is complete', (_, route) => {
    expect(['public', 'session', ...Object.keys(table)]).toContain(route.permission);
    expect(route.summary).toMatch(/^[A-Z"'].{3,}[^.]$/);
    expect(route.path).toMatch(/^(\/([a-z0-9.-]+|\{\w+\}))+\/?$/);
    const parameters = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = Object.keys((route.params as { properties?: object } | undefined)?.properties ?? {});
    expect(described.sort()).toEqual(parameters.sort());
    // Without a schema the answer is a file, so `run` must return one.
    if (!route.reply) expect(String(route.run)).toMatch(/download|stream|file/i);
  });

  test('each has a name of its own for programs, a verb and a noun', () => {
    const named = new Map<string, string>();
    for (const manifest of manifests) {
      for (const route of manifest.routes ?? []) {
        const [id, at] = [operationId(manifest, route), `${route.method} ${route.path}`];
        expect(id, at).toMatch(/^[a-z]+([A-Z][a-z0-9]*)*$/);
        expect(`${named.get(id) ?? at}, give one of them an operationId`).toBe(
          `${at}, give one of them an operationId`,
        );
        named.set(id, at);
      }
    }
    expect([named.get('addBill'), named.get('listCustomers')]).toEqual([
      'POST /exhibition/customers/{id}/bills',
      'GET /exhibition/customers',
    ]);
  });

  test.each(routes.map((r) => [`${r.method} ${r.path}`, r] as const))('%s takes nothing without bounds', (_, route) => {
    expect([route.params, route.query, route.filter, route.body].flatMap((schema) => unbounded(schema))).toEqual([]);
  });

  test('have unique addresses', () => {
    const addresses = routes.map((r) => `${r.method} ${r.path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(addresses.filter((a, i) => addresses.indexOf(a) !== i)).toEqual([]);
  });

  test('of a module begin with its name, and so do its permissions, refusals and settings', () => {
    for (const module of modules) {
      for (const route of module.routes ?? []) expect(route.path.split('/')[1]).toBe(module.name);
      for (const name of Object.keys({ ...module.permissions, ...module.errors })) {
        expect(name.split('.')[0]).toBe(module.name);
      }
    }
  });
});

describe('refusals', () => {
  const statuses: Record<string, number> = Object.assign({}, ...manifests.map((m) => m.errors ?? {}));
  /** `refuse('…')` in the source: the refusal codes of answers. */
  const refused = program.flatMap((file) =>
    [...read(file).matchAll(/\brefuse\(\s*'([^']+)'/g)].map(([, code]) => ({ code: code as string, file })),
  );

  test('are found in the source', () => expect(refused.length).toBeGreaterThan(50));

  test('have a status', () => {
    expect(refused.filter(({ code }) => !(code in statuses)).map(({ code, file }) => `${code} (${file})`)).toEqual([]);
  });

  test('have a text in every language', () => {
    const codes = new Set([...Object.keys(statuses), ...refused.map((r) => r.code)]);
    for (const language of texts().staffLanguages) {
      const missing = [...codes].filter((code) => findText(language, `errors.${code}`) === undefined);
      expect(missing, language).toEqual([]);
    }
  });
});

test('messages have a name for lists in every language', () => {
  const templates = manifests.flatMap((m) => m.messages ?? []).map(({ name }) => `messages.${name}.name`);
  for (const language of texts().staffLanguages) {
    expect(
      templates.filter((key) => findText(language, key) === undefined),
      language,
    ).toEqual([]);
  }
});

test('mirrored events have a name and headings in every language', () => {
  const keys = manifests
    .flatMap((m) => m.mirrored ?? [])
    .flatMap(({ name, columns }) => ['name', ...columns.map((c) => `columns.${c}`)].map((k) => `mirror.${name}.${k}`));
  for (const language of texts().staffLanguages) {
    expect(
      keys.filter((key) => findText(language, key) === undefined),
      language,
    ).toEqual([]);
  }
});

/** Actions of modules without an audit entry of their own: file → why. */
const WITHOUT_AUDIT: Record<string, string> = {
  'modules/exhibition/stalls/post-share.action.ts': 'the ledger writes it, beside the payment of the bill',
  'modules/exhibition/bills/open-link.action.ts': 'openPayment writes it',
  'modules/exhibition/bills/take-payment.action.ts': 'the payments write it, and settle-bill.action.ts for the bill',
  'modules/exhibition/display/show-sale.action.ts': 'what a customer’s screen shows for a moment; the bill has its own',
  'modules/coffee/alarms/send-notices.action.ts': 'who was told of an alarm, with the message',
  'modules/coffee/alarms/watch-packages.action.ts': 'alarms are their own record',
  'modules/coffee/alarms/watch-rates.action.ts': 'alarms are their own record; when the server looked',
  'modules/coffee/alarms/watch-reports.action.ts': 'alarms are their own record',
  'modules/coffee/alarms/watch-stock.action.ts': 'alarms are their own record; when the server looked',
  'modules/coffee/alarms/write-alarms.action.ts': 'alarms are their own record',
  'modules/coffee/commands/hand-out-commands.action.ts': 'a command has its steps with their times in its row',
  'modules/coffee/commands/hear-machine.action.ts': 'a command has its steps with their times in its row',
  'modules/coffee/commands/sweep-commands.action.ts': 'a command has its steps with their times in its row',
  'modules/coffee/commands/write-commands.action.ts': 'part of the actions that give and end commands',
  'modules/coffee/heartbeats/take-status.action.ts': 'what machines report is its own record',
  'modules/coffee/machines/move-alarms.action.ts': 'part of the action that changes a machine',
  'modules/coffee/orders/charges.action.ts': 'part of the actions that open and settle a payment',
  'modules/coffee/orders/note-refund.action.ts': 'the order of a refund, which the payment notes in the audit',
  'modules/coffee/orders/payment-arrived.action.ts': 'the order of a payment, which the payment notes in the audit',
  'modules/coffee/orders/payment-returned.action.ts': 'the order of a payment, which the payment notes in the audit',
  'modules/coffee/orders/write-refund.action.ts': 'part of the actions that give money back',
  'modules/coffee/rollouts/roll-back.action.ts': 'part of the actions that move a rollout',
  'modules/coffee/rollouts/write-rollout.action.ts': 'part of the actions that move a rollout',
  'modules/coffee/status/mark-gone.action.ts': 'that a machine said it goes, which is its own record',
  'modules/coffee/status/roll-up-status.action.ts': 'sums of reports, made again by a job from the reports',
  'modules/coffee/status/write-status.action.ts': 'what machines report is its own record',
  'modules/coffee/stock/reckon-use.action.ts': 'what orders took out of bins, part of the action that takes them',
  'modules/electricity/agents/move-agent.action.ts': 'what an agent owes, part of the actions that move it',
  'modules/electricity/alerts/add-notices.action.ts': 'who is told of an episode, part of the action that opens it',
  'modules/electricity/alerts/alert-payment.action.ts': 'who is told of a payment, part of the action that credits it',
  'modules/electricity/alerts/send-notices.action.ts': 'who was told, with the message',
  'modules/electricity/alerts/watch-meters.action.ts': 'episodes of meters, which are their own record',
  'modules/electricity/ledger/add-entry.action.ts': 'entry, balance and credit, part of the actions that move units',
  'modules/electricity/ledger/keep-sale.action.ts': 'the sums of a day, part of the actions that sell and give back',
  'modules/electricity/meters/lock-meter.action.ts': 'the changed meter, part of the actions that lock it',
  'modules/electricity/readings/count-readings.action.ts': 'what a reading changes, part of the action that takes it',
  'modules/electricity/reports/send-reports.action.ts': 'who got a report, with the message',
  'modules/mess/codes/qr-picture.action.ts': 'which picture was drawn last',
  'modules/mess/door/note-roster.action.ts': 'that a device has the roster',
  'modules/mess/served/notify-served.action.ts': 'who was told of a meal, with the message',
  'modules/raffle/numbers/hold.action.ts': 'part of the actions that hold, sell and free numbers',
  'modules/raffle/numbers/reserve.action.ts': 'part of the action that places an order',
  'modules/raffle/orders/forget-addresses.action.ts': 'addresses of orders that ended long ago are kept no longer',
  'modules/raffle/orders/lock-order.action.ts': 'the changed order, part of the actions that lock it',
  'modules/raffle/raffles/fit-numbers.action.ts': 'part of the actions that make and change a raffle',
  'modules/raffle/tickets/stage-ticket.action.ts': 'a picture in the file store, part of the action that sends it',
};

describe('files', () => {
  test.each([...foldersIn('kernel'), ...foldersIn('modules')])('%s has a README', (folder) => {
    expect(readdirSync(folder)).toContain('README.md');
  });

  test('stay below 400 lines', () => {
    const long = sources.filter((f) => !f.startsWith('tools/') && read(f).split('\n').length > 400);
    expect(long).toEqual([]);
  });

  test('name what they export: `export *` hides what nobody imports', () => {
    expect(sources.filter((f) => /^export \* from/m.test(read(f)))).toEqual([]);
  });

  test('call a limit MAX_ or MIN_', () => {
    const other = /\b(?:MOST|FEWEST|PATIENCE|AHEAD|TRIES)(?:_\w+)?\b(?= =|,|\])/;
    expect(
      sources.filter((file) =>
        read(file)
          .split('\n')
          .some((line) => line.startsWith('const') && other.test(line)),
      ),
    ).toEqual([]);
  });

  test('leave nothing for later', () => {
    const later = new RegExp(['TO', 'DO|FIX', 'ME|XXX'].join(''));
    expect(
      [...sources, ...filesBelow('docs')].filter((f) => /\.(tsx?|mjs|md)$/.test(f) && later.test(read(f))),
    ).toEqual([]);
  });

  test('take the address of a client from one place', () => {
    const own = program.filter((f) => /^(kernel|modules|server)\//.test(f) && !f.endsWith('http/client-address.ts'));
    expect(own.filter((f) => /\brequest\.ips?\b/.test(read(f)))).toEqual([]);
  });

  test('that are actions write the audit, except frequent reports of machines and those with a reason', () => {
    const reported = manifests.flatMap((m) => Object.values(m.machineEvents ?? {}).map(({ table }) => table));
    // In the action itself, or in a file beside it that writes for it.
    const beside = (f: string) =>
      [...read(f).matchAll(/from '\.\/([\w.-]+\.ts)'/g)].map(([, name]) => join(dirname(f), `${name}`));
    const keepsReports = (f: string) =>
      [f, ...beside(f)].some((one) =>
        reported.some((table) => new RegExp(`\\binsert(Into|Once|New)\\([^)]*'${table}'`).test(read(one))),
      );
    const actions = program.filter((f) => /^modules\/([^/]+\/actions\/|.*\.action\.ts$)/.test(f));
    expect(actions.length).toBeGreaterThan(0);
    // issueDocument, issueCreditNote, revokeCredential, reissueCredential and resendMessages write it themselves, under
    // the subject.
    const silent = actions.filter(
      (f) =>
        !keepsReports(f) &&
        !/\b(audit|auditMany|auditValues|auditWrite|issueDocument|issueCreditNote|revokeCredential|reissueCredential|resendMessages)\(/.test(
          read(f),
        ),
    );
    expect(silent.filter((f) => !(f in WITHOUT_AUDIT))).toEqual([]);
    expect(Object.keys(WITHOUT_AUDIT).filter((f) => !silent.includes(f))).toEqual([]);
  });
});

describe('documents', () => {
  const pages = [
    ...readdirSync('.').filter((f) => f.endsWith('.md')),
    ...filesBelow('docs', 'kernel', 'modules').filter((f) => f.endsWith('.md')),
  ];
  const scripts = JSON.parse(read('package.json')).scripts as Record<string, string>;
  const exists = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;

  test.each(pages)('%s names only files and commands that exist', (page) => {
    const text = read(page).replaceAll(/```mermaid[\s\S]*?```/g, '');
    const named = [...text.matchAll(/`((?:kernel|modules|server|web|test|tools|bench|db|docs)\/[\w./-]+)`/g)].map(
      ([, path]) => path as string,
    );
    // Built or written while the program runs.
    const made = /^web\/dist/;
    expect(named.filter((path) => !made.test(path) && !exists(path))).toEqual([]);
    const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s]+)\)/g)].map(([, target]) => target as string);
    const lost = links.filter((target) => !exists(normalize(join(dirname(page), target.replace(/#.*/, '')))));
    expect(lost).toEqual([]);
    const commands = [...text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, script]) => script as string);
    expect(commands.filter((script) => !(script in scripts))).toEqual([]);
  });
});
