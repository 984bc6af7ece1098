import { MenuItem, TextField, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { CLEANINGS, COMMAND_KINDS } from '../contract.ts';
import { type CommandValues, isGivenAgain } from './command.ts';

type Props = {
  form: { values: CommandValues; bind: (name: keyof CommandValues) => Record<string, unknown> };
  /** Given to many machines: whatever somebody has to stand beside is not offered. */
  many?: boolean;
};

/** What a machine shall do, with the fields of its kind. */
export function CommandFields({ form, many }: Props) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.coffee.command.${name}`);
  const { kind } = form.values;
  const choice = (name: 'kind' | 'program' | 'locked', title: string, choices: { id: string; name: string }[]) => (
    <TextField select label={title} {...form.bind(name)}>
      {choices.map((one) => (
        <MenuItem key={one.id} value={one.id}>
          {one.name}
        </MenuItem>
      ))}
    </TextField>
  );
  const kinds = COMMAND_KINDS.filter((one) => !many || one !== 'make_product');
  return (
    <>
      {choice(
        'kind',
        label('what'),
        kinds.map((id) => ({ id, name: label(`kinds.${id}`) })),
      )}
      {kind === 'clean' &&
        choice(
          'program',
          label('program'),
          CLEANINGS.map((id) => ({ id, name: label(`programs.${id}`) })),
        )}
      {kind === 'set_temperature' && (
        <TextField
          label={label('temperature')}
          {...form.bind('temperature')}
          slotProps={{ htmlInput: { inputMode: 'decimal', maxLength: 5 } }}
        />
      )}
      {(kind === 'set_price' || kind === 'make_product') && (
        <TextField label={label('product')} {...form.bind('product')} slotProps={{ htmlInput: { maxLength: 40 } }} />
      )}
      {kind === 'set_price' && (
        <TextField
          label={label('price')}
          {...form.bind('price')}
          slotProps={{ htmlInput: { inputMode: 'decimal', maxLength: 20 } }}
        />
      )}
      {kind === 'lock' &&
        choice(
          'locked',
          label('locked'),
          ['lock', 'unlock'].map((id) => ({ id, name: label(id) })),
        )}
      {kind === 'update_recipe' && (
        <TextField
          label={label('package')}
          {...form.bind('package')}
          slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 10 } }}
        />
      )}
      <Typography variant="body2" color="textSecondary">
        {label(isGivenAgain(kind) ? 'again' : 'once')}
      </Typography>
    </>
  );
}
