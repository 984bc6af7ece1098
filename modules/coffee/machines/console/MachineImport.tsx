import { useTranslate } from 'react-admin';
import { ImportPage } from '../../../../kernel/ui/index.ts';

/** Machines with their locations and bins from a list, after a dry run. */
export default function MachineImport() {
  const translate = useTranslate();
  return (
    <ImportPage
      name="coffee.machines"
      title={translate('console.coffee.machine.import_title')}
      text={translate('console.coffee.machine.import_text')}
      back="/coffee/machines"
    />
  );
}
