import PersonIcon from '@mui/icons-material/PersonSearchOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';

const PersonPage = lazy(() => import('./PersonPage.tsx'));

/** What is stored of one person, for whoever answers their questions. */
const part: ConsolePart = {
  label: 'console.nav.office',
  last: true,
  menu: [
    {
      to: '/office/person',
      label: 'console.personal_data.title',
      icon: <PersonIcon />,
      permission: 'personal_data.read',
    },
  ],
  pages: [{ path: '/office/person', element: <PersonPage /> }],
  help: { '/office/person': 'owner#personal-data' },
};

export default part;
