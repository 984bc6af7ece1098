import { useTranslate } from 'react-admin';
import { ExportButton, Page, useCan } from '../../../../../kernel/ui/index.ts';
import { ScanTable } from './ScanTable.tsx';

/** The list of scans. */
export default function ScanList() {
  const translate = useTranslate();
  const can = useCan();
  return (
    <Page
      title={translate('console.mess.scan.many')}
      subtitle={translate('console.mess.scan.text')}
      actions={can('mess.export') && <ExportButton path="/mess/scans/export" />}
    >
      <ScanTable />
    </Page>
  );
}
