import NotesIcon from '@mui/icons-material/StickyNote2Outlined';
import { lazy } from 'react';
import type { ConsolePart } from '../../../kernel/ui/index.ts';

const NoteList = lazy(() => import('../notes/console/NoteList.tsx'));

/** The screens of sample; each page is its own chunk. */
const part: ConsolePart = {
  module: 'sample',
  label: 'console.sample.title',
  menu: [{ to: '/sample/notes', label: 'console.sample.note.many', icon: <NotesIcon />, permission: 'sample.read' }],
  pages: [{ path: '/sample/notes', element: <NoteList /> }],
  // A guide and its section in docs/guides/; until there is one, the first page of /help.
  help: { '/sample/notes': '' },
};

export default part;
