import type { Camelized, Tone } from '../../../../kernel/ui/index.ts';
import type { Command as Answer, CommandInput } from '../contract.ts';

export type Command = Camelized<Answer>;

export const TONES: Record<Command['state'], Tone> = {
  queued: 'neutral',
  sent: 'busy',
  acknowledged: 'busy',
  succeeded: 'good',
  failed: 'bad',
  expired: 'warning',
  unknown: 'warning',
  cancelled: 'neutral',
};

/** Those that are given again when the machine doesn't answer. */
const GIVEN_AGAIN = ['set_temperature', 'set_price', 'lock', 'update_recipe'];
export const isGivenAgain = (kind: string) => GIVEN_AGAIN.includes(kind);

/** The fields of a form for a command, whatever its kind. */
export const EMPTY = {
  kind: 'restart',
  program: 'rinse',
  temperature: '93',
  product: '',
  price: '',
  locked: 'lock',
  package: '',
};
export type CommandValues = typeof EMPTY;

/** What a form with these values asks for. */
export function commandOf(values: CommandValues): CommandInput {
  const { kind, program, temperature, product, price, locked } = values;
  switch (kind as CommandInput['kind']) {
    case 'clean':
      return { kind: 'clean', program: program as 'rinse' | 'full' };
    case 'set_temperature':
      return { kind: 'set_temperature', temperature: Number(temperature.replace(',', '.')) };
    case 'set_price':
      return { kind: 'set_price', product: product.trim(), price };
    case 'lock':
      return { kind: 'lock', locked: locked === 'lock' };
    case 'update_recipe':
      return { kind: 'update_recipe', package: Number(values.package) };
    case 'make_product':
      return { kind: 'make_product', product: product.trim() };
    default:
      return { kind: 'restart' };
  }
}

type Words = (key: string, values?: Record<string, unknown>) => string;

/** What a command does, in words. */
export function wordsOf({ kind, params }: Pick<Command, 'kind' | 'params'>, translate: Words): string {
  let name: string = kind;
  if (kind === 'clean' && params.program) name = `clean_${params.program}`;
  if (kind === 'lock' && params.locked === false) name = 'unlock';
  return translate(`console.coffee.command.does.${name}`, { ...params });
}
