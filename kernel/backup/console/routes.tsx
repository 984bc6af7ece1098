import BackupIcon from '@mui/icons-material/BackupOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';
import { WarningBadge } from './WarningBadge.tsx';

const BackupsPage = lazy(() => import('./BackupsPage.tsx'));

/** The page about backups of the whole installation, for its operator. */
const part: ConsolePart = {
  label: 'console.nav.office',
  last: true,
  menu: [
    {
      to: '/office/backups',
      label: 'console.backup.title',
      icon: <BackupIcon />,
      permission: 'backup.read',
      badge: WarningBadge,
    },
  ],
  pages: [{ path: '/office/backups', element: <BackupsPage /> }],
  help: { '/office/backups': 'owner#backups' },
};

export default part;
