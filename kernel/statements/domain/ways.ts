/** Whether each row is money in or money out: by its columns, signs and words, and by the running balance. Pure. */
import { plainWords, type Way, wayInText, wayOf } from './direction.ts';
import { headingWords } from './heading-words.ts';
import type { Mapping } from './mapping.ts';
import type { Amount } from './read-amount.ts';
import { waysByBalance } from './running-balance.ts';

export type Entry = {
  day: string;
  amount: Amount | null;
  credit: Amount | null;
  debit: Amount | null;
  /** in the column of directions */
  word: string;
  balance: number | null;
  /** the balance before this row, where the file tells it */
  before: number | null;
  text: string;
};

export type Decided = {
  way: Way | 'neither';
  minor: number;
  problem?: { column: string | null; value: string; code: string };
  /** nothing says so */
  assumed?: boolean;
};

/** Headings of columns that tell what kind of transfer it was; only some kinds have a direction. */
const KINDS = /(?<!\p{L})(?:type|tipo|art|umsatzart|buchungsart|aina|ubwoko)(?!\p{L})|प्रकार/u;

/**
 * The balance decides where nothing else does, and contradicts where it shows the opposite. A word that isn't known is a
 * problem of its row, unless the sign or the balance says what it is.
 */
export function decideWays(entries: Entry[], mapping: Mapping): Decided[] {
  const sized = entries.map((entry) => ({
    ...sizeOf(entry),
    day: entry.day,
    balance: entry.balance,
    before: entry.before,
  }));
  const byBalance = waysByBalance(sized);
  const conventions = {
    signed: entries.some(({ amount }) => amount?.sign === '-'),
    kinds: mapping.direction !== undefined && KINDS.test(headingWords(mapping.direction)),
    debitsSigned: entries.every(({ debit }) => !debit?.minor || debit.sign === '-'),
    said: new Map((mapping.directions ?? []).map(({ word, means }) => [plainWords(word) || word, means])),
  };
  return entries.map((entry, at) => {
    const balance = byBalance[at] ?? null;
    const decided =
      mapping.credit === undefined
        ? byAmount(entry, mapping, conventions, balance)
        : byColumns(entry, mapping, conventions, balance);
    if (
      decided.problem ||
      decided.way === 'neither' ||
      decided.minor === 0 ||
      balance === null ||
      balance === decided.way
    )
      return decided;
    return wrong(decided, 'statements.balance_contradicts', mapping.balance ?? null, '');
  });
}

function sizeOf({ amount, credit, debit }: Entry): { minor: number | null } {
  if (amount) return { minor: amount.minor };
  return { minor: credit?.minor || debit?.minor || (credit ?? debit)?.minor || null };
}

const wrong = (decided: Decided, code: string, column: string | null, value: string): Decided => ({
  ...decided,
  problem: { code, column, value },
});

type Conventions = { signed: boolean; kinds: boolean; debitsSigned: boolean; said: Map<string, Way | 'neither'> };

function byColumns(
  { credit, debit }: Entry,
  mapping: Mapping,
  { debitsSigned }: Conventions,
  balance: Way | null,
): Decided {
  const [came, went] = [credit?.minor ?? 0, debit?.minor ?? 0];
  const decided: Decided = { way: came > 0 ? 'in' : 'out', minor: came || went };
  if (came > 0 && went > 0) return wrong(decided, 'statements.both_sides', mapping.debit ?? null, '');
  const negative = came > 0 ? credit?.sign === '-' : went > 0 && debit?.sign === '-' && !debitsSigned;
  const contrary = came > 0 ? credit?.mark === 'out' : went > 0 && debit?.mark === 'in';
  if (!negative && !contrary) return decided;
  if (balance) return { ...decided, way: balance };
  // Money taken back out of the column of money in is money out for sure; the other way round it may be a gift.
  if (negative && came > 0) return { ...decided, way: 'out' };
  return wrong(decided, 'statements.direction_unclear', (came > 0 ? mapping.credit : mapping.debit) ?? null, '');
}

function byAmount(entry: Entry, mapping: Mapping, conventions: Conventions, balance: Way | null): Decided {
  const { amount, word, text } = entry;
  if (!amount) return wrong({ way: 'out', minor: 0 }, 'statements.amount_missing', mapping.amount ?? null, '');
  const minor = amount.minor;
  const said = word === '' ? null : (conventions.said.get(plainWords(word) || word) ?? wayOf(word));
  if (said === 'neither') return { way: 'neither', minor };
  const signs: (Way | null)[] = [amount.sign === '-' ? 'out' : amount.sign === '+' ? 'in' : null, amount.mark, said];
  const [first, ...others] = [...new Set(signs.filter((way) => way !== null))];
  if (others.length > 0) {
    if (balance) return { way: balance, minor };
    return wrong(
      { way: 'out', minor },
      'statements.direction_unclear',
      mapping.direction ?? mapping.amount ?? null,
      word,
    );
  }
  if (first) return { way: first, minor };
  if (balance) return { way: balance, minor };
  const bySign = conventions.signed && (mapping.direction === undefined || conventions.kinds);
  if (bySign) return { way: 'in', minor };
  if (mapping.direction !== undefined)
    return wrong({ way: 'out', minor }, 'statements.direction_unknown', mapping.direction, word);
  const spoken = wayInText(text);
  return spoken ? { way: spoken, minor } : { way: 'in', minor, assumed: true };
}
