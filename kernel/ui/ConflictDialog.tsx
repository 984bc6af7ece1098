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

/** A field that two people changed: how it reads with either, and who the other one is. */
export type Clash = { name: string; label: string; mine: string; theirs: string; by: string | null; at: string | null };
export type Kept = Record<string, 'mine' | 'theirs'>;

/** Two people changed the same: shows both, and asks about each field which stays. Nothing is chosen beforehand. */
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
    // A dialog over a form in a dialog: React's events go up to that form as well.
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
