import { FACTS_COUNT, factsOf, type StudentFacts } from './facts.ts';
import { EAT_REASONS, type EatReason } from './may-eat.rule.ts';

/**
 * A verdict for each number of facts, and one behind them for a code without a student: a byte that is EATS when the
 * student may eat, otherwise the place of the reason in EAT_REASONS, counted from 1. A scan brings it along, and the database
 * takes the verdict on what it holds in that moment, so that one statement finds, judges and writes it.
 */
export function verdictTable(judge: (facts: StudentFacts | null) => EatReason | null): Buffer {
  const byte = (facts: StudentFacts | null) => {
    const reason = judge(facts);
    return reason === null ? EATS : EAT_REASONS.indexOf(reason) + 1;
  };
  return Buffer.from([...Array.from({ length: FACTS_COUNT }, (_, number) => byte(factsOf(number))), byte(null)]);
}

/** The verdict that the student may eat. */
export const EATS = 0;

/** SQL for the byte of `table` for facts, which are null for a code without a student. */
export const verdictOn = (table: string, facts: string) => `get_byte(${table}, coalesce(${facts}, ${FACTS_COUNT}))`;

/** The reason of a byte; null: the student may eat. */
export const reasonOf = (verdict: number): EatReason | null => EAT_REASONS[verdict - 1] ?? null;

/** SQL for the same. */
export const reasonSql = (verdict: string) => `('{${EAT_REASONS}}'::text[])[${verdict}]`;
