import { isUuid } from '../../kernel/lib/ids.ts';
import { readNumber } from './number.rule.ts';

export type Reference = 'id' | 'number';

/** By which column a caller names a meter, and how; undefined: no meter can be named so. */
export function readReference(typed: string): { which: Reference; reference: string } | undefined {
  const number = readNumber(typed);
  if (number.ok) return { which: 'number', reference: number.data };
  return isUuid(typed) ? { which: 'id', reference: typed.toLowerCase() } : undefined;
}
