import SearchOffIcon from '@mui/icons-material/SearchOffOutlined';
import { Button } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { EmptyNote, Page } from '../../kernel/ui/index.ts';

/** Shown at unknown addresses of the console. */
export function NotFound() {
  const translate = useTranslate();
  const start = (
    <Button component={Link} to="/" variant="outlined">
      {translate('ra.page.dashboard')}
    </Button>
  );
  return (
    <Page title={translate('ra.page.not_found')}>
      <EmptyNote icon={<SearchOffIcon />} title={translate('ra.message.not_found')} action={start} />
    </Page>
  );
}
