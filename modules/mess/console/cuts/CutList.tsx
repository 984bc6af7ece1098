import { useTranslate } from 'react-admin';
import { Page } from '../../../../kernel/ui/index.ts';
import { CutTable } from './CutTable.tsx';

/** Who is away and when. */
export default function CutList() {
  const translate = useTranslate();
  return (
    <Page title={translate('console.mess.cut.many')} subtitle={translate('console.mess.cut.text')}>
      <CutTable />
    </Page>
  );
}
