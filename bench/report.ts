import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { CostFinding } from './costs.ts';
import type { CpuTime } from './cpu.ts';
import { type Measured, median } from './load.ts';
import type { QrFinding } from './qr.ts';
import type { Scenario } from './scenarios.ts';

const number = (value: number, digits = 0) =>
  Number.isFinite(value)
    ? value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
    : '–';
const ms = (value: number) => number(value, 2);
const cpu = (value: number) => number(value, 3);

const HEAD = ['req/s', 'p50', 'p99', 'denied', 'cpu server', 'cpu database'];
const cells = (m: Measured) => [
  number(m.perSecond),
  ms(m.p50),
  ms(m.p99),
  `${number(m.denied * 100)} %`,
  cpu(m.cpu.server),
  cpu(m.cpu.database),
];

/** Collects findings, prints each at once, and writes `results.md` at the end. */
export class Report {
  readonly #arguments: string[];
  readonly #loadBefore = loadavg()[0] ?? Number.NaN;
  #first: string[][] = [];
  #later: string[][] = [];
  #differences: string[][] = [];
  #qr: string[][] = [];
  #costs: string[][] = [];

  constructor(argv: string[]) {
    this.#arguments = argv;
  }

  first(what: string, measured: Measured): void {
    print(this.#first, [what, ...cells(measured)]);
  }

  later({ what, clients }: Scenario, http: Measured, bare: Measured | undefined): void {
    const beside = bare
      ? [number(bare.perSecond), cpu(bare.cpu.database), `${number((100 * http.perSecond) / bare.perSecond)} %`]
      : ['–', '–', '–'];
    print(this.#later, [what, String(clients), ...cells(http), ...beside]);
  }

  qr(findings: QrFinding[]): void {
    for (const { what, measured: m } of findings) print(this.#qr, [what, number(m.perSecond), ms(m.p50), ms(m.p99)]);
  }

  costs(findings: CostFinding[]): void {
    const sum = (pick: (of: CostFinding) => number) => findings.reduce((total, one) => total + pick(one), 0);
    const all = [...findings, { what: '**sum**', server: sum((f) => f.server), database: sum((f) => f.database) }];
    for (const f of all) print(this.#costs, [f.what, cpu(f.server), cpu(f.database), cpu(f.server + f.database)]);
  }

  /** Rounds are compared in pairs, one after the other; what most of them say alike is no noise. */
  difference(what: string, before: Measured, after: Measured): void {
    const both = ({ server, database }: CpuTime) => server + database;
    const differences = after.rounds.map((round, i) => both(round) - both(before.rounds[i] ?? round));
    const share = (100 * median(differences)) / both(before.cpu);
    const middle = (pick: (of: CpuTime) => number) =>
      median(after.rounds.map((round, i) => pick(round) - pick(before.rounds[i] ?? round)));
    print(this.#differences, [
      what,
      `${cpu(before.cpu.server)} + ${cpu(before.cpu.database)}`,
      `${cpu(after.cpu.server)} + ${cpu(after.cpu.database)}`,
      `${signed(middle(({ server }) => server))} ${signed(middle(({ database }) => database))}`,
      `${signed(median(differences))} (${signed(share, 0)} %)`,
      `${signed(Math.min(...differences))} to ${signed(Math.max(...differences))}`,
      `${number(before.perSecond)} → ${number(after.perSecond)}`,
    ]);
  }

  writeDifferences(ref: string): void {
    const head = [
      'operation',
      `cpu in ${ref}: server + database`,
      'here',
      'differences',
      'together',
      'rounds',
      'req/s',
    ];
    console.log(`\n${table(head, this.#differences)}`);
  }

  write(): void {
    const command = `npm run bench${this.#arguments.length > 0 ? ` -- ${this.#arguments.join(' ')}` : ''}`;
    const load = `${number(this.#loadBefore, 1)} at the start, ${number(loadavg()[0] ?? Number.NaN, 1)} at the end`;
    const parts = [
      '# Measured\n',
      `Two cores shared by database, server and load; fsync on. ${new Date().toISOString().slice(0, 10)}:`,
      `\`${command}\`.`,
      `Load average of the machine ${load}; well above that of a quiet run (4 to 6) it did other work too.`,
      'README.md says how each figure is taken. Rates in requests a second, times in milliseconds.\n',
    ];
    const add = (title: string, head: string[], rows: string[][]) => {
      if (rows.length > 0) parts.push(`${title}\n\n${table(head, rows)}`);
    };
    add('The first minute of the first day:', ['operation', ...HEAD], this.#first);
    const bare = ['bare SQL/s', 'cpu database', 'of bare'];
    add('A hundredth day:', ['operation', 'clients', ...HEAD, ...bare], this.#later);
    add('QR pictures:', ['picture', 'a second', 'p50', 'p99'], this.#qr);
    add('Processor time of a part:', ['part', 'server', 'database', 'together'], this.#costs);
    const text = `${parts.join('\n')}`;
    writeFileSync(join(import.meta.dirname, 'results.md'), text);
    console.log(`\n${text}`);
  }
}

const signed = (value: number, digits = 3) => `${value < 0 ? '−' : '+'}${number(Math.abs(value), digits)}`;

function print(to: string[][], row: string[]): void {
  to.push(row);
  console.log(`  ${row.join('  ')}`);
}

function table(head: string[], rows: string[][]): string {
  const line = (of: string[]) => `| ${of.join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
