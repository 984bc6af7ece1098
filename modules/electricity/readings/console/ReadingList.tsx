import { useTranslate } from 'react-admin';
import { Page } from '../../../../kernel/ui/index.ts';
import { ReadingRows } from './ReadingRows.tsx';

/** All readings, with those that wait for somebody to judge them. */
export default function ReadingList() {
  const translate = useTranslate();
  return (
    <Page
      title={translate('console.electricity.reading.many')}
      subtitle={translate('console.electricity.reading.many_text')}
    >
      <ReadingRows />
    </Page>
  );
}
