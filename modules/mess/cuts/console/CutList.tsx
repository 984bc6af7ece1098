import { useTranslate } from 'react-admin';
import { ExportButton, Page, useCan } from '../../../../kernel/ui/index.ts';
import { CutTable } from './CutTable.tsx';

/** Who is away and when. */
export default function CutList() {
  const translate = useTranslate();
  const can = useCan();
  return (
    <Page
      title={translate('console.mess.cut.many')}
      subtitle={translate('console.mess.cut.text')}
      actions={can('mess.export') && <ExportButton path="/mess/cuts/export" />}
    >
      <CutTable />
    </Page>
  );
}
