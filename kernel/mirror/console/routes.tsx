import MirrorIcon from '@mui/icons-material/TableViewOutlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../ui/index.ts';

const MirrorPage = lazy(() => import('./MirrorPage.tsx'));

/** The spreadsheet's screen. It belongs to no module: the mirror works with all of them. */
const part: ConsolePart = {
  label: 'console.mirror.part',
  menu: [{ to: '/mirror', label: 'console.mirror.title', icon: <MirrorIcon />, permission: 'mirror.read' }],
  pages: [{ path: '/mirror', element: <MirrorPage /> }],
  help: { '/mirror': 'owner#a-copy-in-a-google-sheet' },
};

export default part;
