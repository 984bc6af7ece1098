import { MenuItem, TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useKinds } from '../../../payments/console/index.ts';
import { useAddress } from '../../../ui/index.ts';

/** Filters by module and by whose approval is needed. */
export function QueueFilters() {
  const translate = useTranslate();
  const { get, set } = useAddress();
  const kinds = useKinds();
  return (
    <>
      {kinds.length > 1 && (
        <TextField
          select
          label={translate('console.payments.for')}
          value={get('for')}
          onChange={(event) => set({ payment: null, for: event.target.value })}
          sx={{ minWidth: 150 }}
        >
          <MenuItem value="">{translate('console.list.any')}</MenuItem>
          {kinds.map(({ type, label }) => (
            <MenuItem key={type} value={type}>
              {label}
            </MenuItem>
          ))}
        </TextField>
      )}
      <TextField
        select
        label={translate('console.payments.desk.turn_of')}
        value={get('second')}
        onChange={(event) => set({ payment: null, second: event.target.value })}
        sx={{ minWidth: 170 }}
      >
        <MenuItem value="">{translate('console.list.any')}</MenuItem>
        <MenuItem value="false">{translate('console.payments.desk.first_person')}</MenuItem>
        <MenuItem value="true">{translate('console.payments.needs_second')}</MenuItem>
      </TextField>
    </>
  );
}
