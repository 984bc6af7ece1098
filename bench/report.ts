import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { CostFinding } from './costs.ts';
import type { QrFinding } from './qr.ts';
import type { Finding } from './scenarios.ts';

const number = (value: number, digits = 0) =>
  Number.isFinite(value)
    ? value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
    : '–';
const ms = (value: number) => number(value, 2);

/** Collects findings, prints each at once, and writes `results.md` at the end. */
export class Report {
  readonly #arguments: string[];
  readonly #loadBefore = loadavg()[0] ?? Number.NaN;
  #findings: Finding[] = [];
  #qr: QrFinding[] = [];
  #costs: CostFinding[] = [];

  constructor(argv: string[]) {
    this.#arguments = argv;
  }

  findings(findings: Finding[]): void {
    this.#findings.push(...findings);
    for (const f of findings) console.log(`  ${row(f).join('  ')}`);
  }

  qr(findings: QrFinding[]): void {
    this.#qr = findings;
    for (const { what, measured } of findings)
      console.log(`QR ${what}: ${number(measured.perSecond)}/s, p50 ${ms(measured.p50)} ms`);
  }

  costs(findings: CostFinding[]): void {
    this.#costs = findings;
    for (const f of findings) console.log(`cost of ${f.what}: ${number(f.server, 3)} + ${number(f.database, 3)} ms`);
  }

  write(): void {
    const parts = [
      '# Measured\n',
      `Two cores shared by database, server and load; fsync on. ${new Date().toISOString().slice(0, 10)}, \`npm run bench${this.#arguments.length > 0 ? ` -- ${this.#arguments.join(' ')}` : ''}\`.`,
      `Load average of the machine ${number(this.#loadBefore, 1)} at the start, ${number(loadavg()[0] ?? Number.NaN, 1)} at the end; well above that of a quiet run (4 to 6) it did other work too.`,
      'README.md says how each figure is taken. Rates in requests a second, times in milliseconds.\n',
    ];
    if (this.#findings.length > 0) {
      parts.push(
        table(
          [
            'operation',
            'customers',
            'clients',
            'req/s',
            'p50',
            'p99',
            'cpu server',
            'cpu database',
            'bare SQL/s',
            'p50',
            'p99',
            'cpu database',
            'of bare',
          ],
          this.#findings.map(row),
        ),
      );
    }
    if (this.#qr.length > 0) {
      const rows = this.#qr.map(({ what, measured: m }) => [what, number(m.perSecond), ms(m.p50), ms(m.p99)]);
      parts.push(table(['QR picture', 'a second', 'p50', 'p99'], rows));
    }
    if (this.#costs.length > 0) {
      const sum = (pick: (f: CostFinding) => number) => this.#costs.reduce((total, f) => total + pick(f), 0);
      const lines = [
        ...this.#costs,
        { what: '**sum**', server: sum((f) => f.server), database: sum((f) => f.database) },
      ];
      parts.push(
        table(
          ['processor time a request', 'server', 'database', 'together'],
          lines.map((f) => [f.what, number(f.server, 3), number(f.database, 3), number(f.server + f.database, 3)]),
        ),
      );
    }
    const targets = judge(this.#findings, this.#qr, this.#costs);
    if (targets.length > 0) parts.push(table(['target', 'wanted', 'measured', ''], targets));
    const text = `${parts.join('\n')}\n`;
    writeFileSync(join(import.meta.dirname, 'results.md'), text);
    console.log(`\n${text}`);
  }
}

function row({ what, customers, clients, http, bare }: Finding): string[] {
  return [
    what,
    number(customers),
    String(clients),
    number(http.perSecond),
    ms(http.p50),
    ms(http.p99),
    number(http.cpu?.server ?? Number.NaN, 3),
    number(http.cpu?.database ?? Number.NaN, 3),
    number(bare.perSecond),
    ms(bare.p50),
    ms(bare.p99),
    number(bare.cpu?.database ?? Number.NaN, 3),
    `${number((100 * http.perSecond) / bare.perSecond)} %`,
  ];
}

/** Compares the targets of this server with the measurement at the larger size. */
function judge(findings: Finding[], qr: QrFinding[], costs: CostFinding[]): string[][] {
  const lines: string[][] = [];
  const add = (what: string, wanted: string, measured: string, met: boolean) =>
    lines.push([what, wanted, measured, met ? 'met' : 'not met']);
  const largest = Math.max(...findings.map((f) => f.customers));
  for (const f of findings) {
    const target = { 'create a customer': 2500, 'add a bill': 3000 }[f.what];
    const share = f.http.perSecond / f.bare.perSecond;
    const size = `at ${number(f.customers)}`;
    if (target) {
      add(`${f.what}, ${size}`, `${number(target)}/s`, `${number(f.http.perSecond)}/s`, f.http.perSecond >= target);
      add(`${f.what}, ${size}`, '50 % of bare', `${number(share * 100)} %`, share >= 0.5);
    }
    if (f.customers < largest) continue;
    if (f.what.startsWith('list')) {
      const small = findings.find((x) => x.customers < largest && x.what.startsWith('list'));
      add(`${f.what}, ${size}`, 'p50 under 5 ms', `${ms(f.http.p50)} ms`, f.http.p50 < 5);
      // A tenth is noise on a machine that does other things.
      if (small) {
        const wanted = `${ms(small.http.p50)} ms, as at ${number(small.customers)}`;
        add(`${f.what}, ${size}`, wanted, `${ms(f.http.p50)} ms`, f.http.p50 <= small.http.p50 * 1.1);
      }
    }
    if (f.what.startsWith('search'))
      add(`${f.what}, ${size}`, 'p50 under 50 ms', `${ms(f.http.p50)} ms`, f.http.p50 < 50);
  }
  for (const { what, measured } of qr) {
    if (what === 'SVG') add('QR as SVG', 'under 0.5 ms', `${ms(measured.p50)} ms`, measured.p50 < 0.5);
  }
  if (costs.length > 0) {
    const sum = costs.reduce((total, f) => total + f.server + f.database, 0);
    add('session check, audit, row-level security, outbox', 'under 0.3 ms', `${number(sum, 3)} ms`, sum < 0.3);
  }
  return lines;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
