/** Compares the answers with a transcript. */
import type { Turn } from './parse.ts';

export type Captured = Record<string, string>;

/** Replaces `{name}` in a line by its captured text. */
export const fill = (text: string, captured: Captured) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => captured[name] ?? whole);

/** The captures of a line that matches, else null. */
export function fits(expected: string, actual: string, captured: Captured): Captured | null {
  const names: string[] = [];
  const pattern = expected
    .split(/(\{…\}|\{\w+\}|\[…\])/)
    .map((part) => {
      if (part === '{…}') return '.*?';
      if (part === '[…]') return String.raw`\[.*\]`;
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined) return literal(part);
      if (captured[name] !== undefined) return literal(captured[name]);
      names.push(name);
      return '(.+?)';
    })
    .join('');
  const found = new RegExp(`^${pattern}$`, 'su').exec(actual);
  return found && { ...captured, ...Object.fromEntries(names.map((name, i) => [name, found[i + 1] as string])) };
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`).replaceAll('\\-', '-');

/** The captures when all lines fit, `…` standing for any lines; else null. */
export function matchLines(expected: string[], actual: string[], captured: Captured): Captured | null {
  const [first, ...rest] = expected;
  if (first === undefined) return actual.length === 0 ? captured : null;
  if (first === '…') {
    for (let skip = 0; skip <= actual.length; skip++) {
      const found = matchLines(rest, actual.slice(skip), captured);
      if (found) return found;
    }
    return null;
  }
  const [line, ...others] = actual;
  const found = line === undefined ? null : fits(first, line, captured);
  return found && matchLines(rest, others, found);
}

/** The expected lines next to the actual ones, with a mark where they differ. */
export function explain(file: string, turn: Turn, actual: string[], captured: Captured): string {
  const rows = Math.max(turn.expected.length, actual.length);
  const width = Math.min(60, Math.max(8, ...turn.expected.map(({ text }) => text.length)));
  const lines = [`${file}:${turn.line}  ${turn.source}`, row(' ', 'line', 'expected', 'answered')];
  let known = captured;
  // After `…` the lines are not aligned, so nothing is marked.
  let aligned = true;
  for (let i = 0; i < rows; i++) {
    const expected = turn.expected[i];
    if (expected?.text === '…') aligned = false;
    const found = expected && actual[i] !== undefined ? fits(expected.text, actual[i] as string, known) : null;
    if (found) known = found;
    lines.push(row(found || !aligned ? ' ' : '✗', String(expected?.line ?? ''), expected?.text ?? '', actual[i] ?? ''));
  }
  return lines.join('\n');

  function row(mark: string, line: string, left: string, right: string): string {
    return `${mark} ${line.padStart(4)} │ ${left.padEnd(width)} │ ${right}`;
  }
}
