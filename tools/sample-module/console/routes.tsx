import NotesIcon from '@mui/icons-material/StickyNote2Outlined';
import { type ConsolePart, page } from '../../../kernel/ui/index.ts';

/** The screens of sample; each page is its own chunk. */
const part: ConsolePart = {
  module: 'sample',
  label: 'console.sample.title',
  menu: [{ to: '/sample/notes', label: 'console.sample.note.many', icon: <NotesIcon />, permission: 'sample.read' }],
  pages: [page('/sample/notes', () => import('../notes/console/NoteList.tsx'))],
  // A guide and its section in docs/guides/; until there is one, the first page of /help.
  help: { '/sample/notes': '' },
};

export default part;
