import { parseShortId } from '../../../kernel/lib/ids.ts';
import { RAFFLE_CODE } from '../raffles/reference.rule.ts';

/**
 * What a deep link asks for: `raffle:ABC234`, with numbers `raffle:ABC234:5,12,40-44`, or with `_` for `:`, because
 * Telegram allows letters, digits, `_` and `-` only. Null when it is no link to a raffle.
 */
export function startPayload(payload: string): { code: string; numbers: string } | null {
  const found = /^raffle[:_]([a-z0-9]+)(?:[:_](.*))?$/i.exec(payload.trim());
  const code = found && parseShortId(found[1] ?? '', RAFFLE_CODE);
  return code ? { code, numbers: (found[2] ?? '').replaceAll('_', ',') } : null;
}
