import { TextField } from '@mui/material';
import type { InputHTMLAttributes } from 'react';
import { Muted, SelectField, useLabels } from '../../../../kernel/ui/index.ts';
import { CLEANINGS, COMMAND_KINDS } from '../contract.ts';
import { type CommandValues, isGivenAgain } from './command.ts';

type Props = {
  form: {
    values: CommandValues;
    bind: (name: keyof CommandValues, input?: InputHTMLAttributes<HTMLInputElement>) => Record<string, unknown>;
  };
  /** Given to many machines: whatever somebody has to stand beside is not offered. */
  many?: boolean;
};

/** What a machine shall do, with the fields of its kind. */
export function CommandFields({ form, many }: Props) {
  const label = useLabels('console.coffee.command');
  const { kind } = form.values;
  const kinds = COMMAND_KINDS.filter((one) => !many || one !== 'make_product');
  const choices = (ids: readonly string[], group = '') => ids.map((id) => ({ id, name: label(group + id) }));
  return (
    <>
      <SelectField {...form.bind('kind')} label={label('what')} choices={choices(kinds, 'kinds.')} />
      {kind === 'clean' && (
        <SelectField {...form.bind('program')} label={label('program')} choices={choices(CLEANINGS, 'programs.')} />
      )}
      {kind === 'set_temperature' && (
        <TextField {...form.bind('temperature', { inputMode: 'decimal', maxLength: 5 })} label={label('temperature')} />
      )}
      {(kind === 'set_price' || kind === 'make_product') && (
        <TextField {...form.bind('product', { maxLength: 40 })} label={label('product')} />
      )}
      {kind === 'set_price' && (
        <TextField {...form.bind('price', { inputMode: 'decimal', maxLength: 20 })} label={label('price')} />
      )}
      {kind === 'lock' && (
        <SelectField {...form.bind('locked')} label={label('locked')} choices={choices(['lock', 'unlock'])} />
      )}
      {kind === 'update_recipe' && (
        <TextField {...form.bind('package', { inputMode: 'numeric', maxLength: 10 })} label={label('package')} />
      )}
      <Muted>{label(isGivenAgain(kind) ? 'again' : 'once')}</Muted>
    </>
  );
}
