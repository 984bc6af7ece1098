import { MenuItem, TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { useKinds } from '../../../payments/console/index.ts';

/** Filters by module and by whose approval is needed. */
export function QueueFilters() {
  const translate = useTranslate();
  const [search, setSearch] = useSearchParams();
  const kinds = useKinds();
  const kind = search.get('for') ?? '';
  const set = (name: string, value: string) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        next.delete('payment');
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return (
    <>
      {kinds.length > 1 && (
        <TextField
          select
          label={translate('console.payments.for')}
          value={kind}
          onChange={(event) => set('for', event.target.value)}
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
        value={search.get('second') ?? ''}
        onChange={(event) => set('second', event.target.value)}
        sx={{ minWidth: 170 }}
      >
        <MenuItem value="">{translate('console.list.any')}</MenuItem>
        <MenuItem value="false">{translate('console.payments.desk.first_person')}</MenuItem>
        <MenuItem value="true">{translate('console.payments.needs_second')}</MenuItem>
      </TextField>
    </>
  );
}
