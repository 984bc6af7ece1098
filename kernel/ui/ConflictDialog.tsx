import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  FormControl,
  FormControlLabel,
  FormLabel,
  Radio,
  RadioGroup,
  Stack,
} from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useFormat } from './format.ts';

/** A field that two people changed: both values as texts, and the other person. */
export type Clash = { name: string; label: string; mine: string; theirs: string; by: string | null; at: string | null };
export type Kept = Record<string, 'mine' | 'theirs'>;

/**
 * Two people changed the same fields: shows both values, and asks for each field which one to keep. Nothing is
 * preselected.
 */
export function ConflictDialog({ clashes, onAnswer }: { clashes: Clash[]; onAnswer: (kept: Kept | null) => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const [kept, setKept] = useState<Kept>({});
  const label = (name: string, values = {}) => translate(`console.conflict.${name}`, values);
  const who = ({ by, at }: Clash) => {
    const when = at ? format.dateTime(at) : '';
    return by ? label('changed_by', { by, at: when }) : label('changed');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The dialog is inside a form's dialog, and React's events would reach that form too.
    event.stopPropagation();
    onAnswer(kept);
  };
  return (
    <Dialog open onClose={() => onAnswer(null)} maxWidth="sm" fullWidth>
      <form onSubmit={submit}>
        <DialogTitle>{label('title')}</DialogTitle>
        <DialogContent>
          <DialogContentText>{label('text')}</DialogContentText>
          <Stack sx={{ gap: 2.5, mt: 2.5 }}>
            {clashes.map((clash) => (
              <FormControl key={clash.name}>
                <FormLabel id={`conflict-${clash.name}`}>
                  <strong>{clash.label}</strong> · {who(clash)}
                </FormLabel>
                <RadioGroup
                  aria-labelledby={`conflict-${clash.name}`}
                  value={kept[clash.name] ?? ''}
                  onChange={(_, value) => setKept({ ...kept, [clash.name]: value as 'mine' | 'theirs' })}
                >
                  {(['theirs', 'mine'] as const).map((side) => (
                    <FormControlLabel
                      key={side}
                      value={side}
                      control={<Radio />}
                      label={label(side, { value: clash[side] })}
                      sx={{ overflowWrap: 'anywhere' }}
                    />
                  ))}
                </RadioGroup>
              </FormControl>
            ))}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={() => onAnswer(null)}>
            {label('back')}
          </Button>
          <Button type="submit" variant="contained" disabled={clashes.some(({ name }) => !kept[name])}>
            {translate('ra.action.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
