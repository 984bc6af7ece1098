import SearchOffIcon from '@mui/icons-material/SearchOffOutlined';
import { Button } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { EmptyNote, Page, useCan, useSession } from '../../kernel/ui/index.ts';

/** A page of a module; when the organization doesn't use the module, a page that says so. */
export function ModulePage({ module, children }: { module: string | undefined; children: ReactNode }) {
  const translate = useTranslate();
  const can = useCan();
  const { modules, organization } = useSession();
  if (!module || modules.includes(module)) return children;
  // Whoever may switch it on is led there.
  const [to, label] = can('organization.write')
    ? ['/office/organization', 'console.organization.title']
    : ['/', 'ra.page.dashboard'];
  const action = (
    <Button component={Link} to={to} variant="outlined">
      {translate(label)}
    </Button>
  );
  return (
    <Page title={organization.name}>
      <EmptyNote icon={<SearchOffIcon />} title={translate('console.error.module_off')} action={action} />
    </Page>
  );
}
