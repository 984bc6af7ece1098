import { useTranslate } from 'react-admin';
import { Page } from '../../../../kernel/ui/index.ts';
import { ScanTable } from './ScanTable.tsx';

/** What happened at the doors. */
export default function ScanList() {
  const translate = useTranslate();
  return (
    <Page title={translate('console.mess.scan.many')} subtitle={translate('console.mess.scan.text')}>
      <ScanTable />
    </Page>
  );
}
