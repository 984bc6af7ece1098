import { useTranslate } from 'react-admin';
import { ImportPage } from '../../../../kernel/ui/index.ts';

/** Meters with their holders, balances and keypads from a list, after a dry run. */
export default function MeterImport() {
  const translate = useTranslate();
  return (
    <ImportPage
      name="electricity.meters"
      title={translate('console.electricity.import.title')}
      text={translate('console.electricity.import.text')}
      back="/electricity/meters"
    />
  );
}
