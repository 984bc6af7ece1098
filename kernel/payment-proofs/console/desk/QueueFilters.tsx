import { useTranslate } from 'react-admin';
import { useKinds } from '../../../payments/console/index.ts';
import { SelectField, useAddress } from '../../../ui/index.ts';

/** Filters by module and by whose approval is needed. */
export function QueueFilters() {
  const translate = useTranslate();
  const { get, set } = useAddress();
  const kinds = useKinds();
  return (
    <>
      {kinds.length > 1 && (
        <SelectField
          label={translate('console.payments.for')}
          value={get('for')}
          onChange={(event) => set({ payment: null, for: event.target.value })}
          sx={{ minWidth: 150 }}
          none={translate('console.list.any')}
          choices={kinds.map(({ type, label }) => ({ id: type, name: label }))}
        />
      )}
      <SelectField
        label={translate('console.payments.desk.turn_of')}
        value={get('second')}
        onChange={(event) => set({ payment: null, second: event.target.value })}
        sx={{ minWidth: 170 }}
        none={translate('console.list.any')}
        choices={[
          { id: 'false', name: translate('console.payments.desk.first_person') },
          { id: 'true', name: translate('console.payments.needs_second') },
        ]}
      />
    </>
  );
}
