import { readPart } from '../../../kernel/http/index.ts';
import { BinLevel, isReport, MAX_BINS, MAX_ERRORS, StatusInput } from '../status/contract.ts';
import type { Report } from '../status/judge-status.rule.ts';

/** What could be read of a report, and the fields that could not. */
export type ReadReport = { said: Report; refused: string[] };

/**
 * Reads a machine's report field by field: what can't be read is left out and named, so that a sensor that fails, or a
 * word of newer firmware, silences no machine. What it leaves out stays as it was.
 */
export function readReport(body: unknown): ReadReport | null {
  if (!isReport(body)) return null;
  const said: Report = {};
  const refused: string[] = [];
  for (const [field, schema] of Object.entries(StatusInput.properties)) {
    const value = Object.hasOwn(body, field) ? body[field] : undefined;
    if (value === undefined || value === null) continue;
    if (field === 'bins' || field === 'errors') {
      if (!Array.isArray(value)) refused.push(field);
      else if (field === 'bins') said.bins = some(field, value, MAX_BINS, refused).flatMap(binOf(refused));
      else said.errors = some(field, value, MAX_ERRORS, refused).flatMap(codeOf(refused));
    } else {
      const read = readPart(schema, field === 'state' && typeof value === 'string' ? stateOf(value) : value);
      if (read.ok) Object.assign(said, { [field]: read.data });
      else refused.push(field);
    }
  }
  return { said, refused };
}

const KNOWN: readonly string[] = StatusInput.properties.state.enum;

/** A state that we don't know is one, too: what the machine did before, it does no more. */
function stateOf(value: string): string {
  const state = value.trim().toLowerCase();
  return KNOWN.includes(state) ? state : 'unknown';
}

function some(field: string, values: unknown[], most: number, refused: string[]): unknown[] {
  if (values.length > most) refused.push(`${field}.${most}`);
  return values.slice(0, most);
}

/** A level is judged later, with its bin; without a position nobody knows which one. */
const binOf = (refused: string[]) => (one: unknown, at: number) => {
  const read = readPart(BinLevel, one);
  if (read.ok) return [read.data];
  refused.push(`bins.${at}`);
  return [];
};

/** The code of an error; a sentence, such as "Tray missing: left", becomes one. */
const codeOf = (refused: string[]) => (one: unknown, at: number) => {
  if (typeof one !== 'string' && typeof one !== 'number') {
    refused.push(`errors.${at}`);
    return [];
  }
  const code = String(one)
    .replaceAll(/[^A-Za-z0-9_.-]+/g, '_')
    .replaceAll(/^[^A-Za-z0-9]+|_+$/g, '')
    .slice(0, 60);
  return [code || 'error'];
};
