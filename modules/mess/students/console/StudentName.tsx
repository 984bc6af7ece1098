import { Avatar, Box, Link as MuiLink, Stack } from '@mui/material';
import { Link } from 'react-router-dom';
import { Caption, dotted, fileUrl, Strong } from '../../../../kernel/ui/index.ts';

/** The initials of the first and the last word, for students without a picture. */
const initials = (name: string) => {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('');
};

/** A student's photo, or their initials. */
export function Face({ name, photoFileId, size = 36 }: { name: string; photoFileId?: string | null; size?: number }) {
  return (
    <Avatar
      src={photoFileId ? fileUrl(`/files/${photoFileId}`) : undefined}
      alt={name}
      slotProps={{ img: { loading: 'lazy' } }}
      sx={{ width: size, height: size, fontSize: size * 0.38, fontWeight: 600, bgcolor: 'primary.main' }}
    >
      {initials(name)}
    </Avatar>
  );
}

type Props = {
  student: { id: string; name: string; rollNumber: string; room?: string | null };
  /** Undefined: show no photo; null: show the initials. */
  photoFileId?: string | null;
  link?: boolean;
};

/** Name over roll number and room, as lists show a student. */
export function StudentName({ student, photoFileId, link }: Props) {
  return (
    <Stack direction="row" sx={{ gap: 1.25, alignItems: 'center', minWidth: 150 }}>
      {photoFileId !== undefined && <Face name={student.name} photoFileId={photoFileId} />}
      <Box sx={{ minWidth: 0 }}>
        <Strong variant="body2" component="div" sx={{ overflowWrap: 'anywhere' }}>
          {link ? (
            <MuiLink component={Link} to={`/mess/students/${student.id}`} color="inherit" underline="hover">
              {student.name}
            </MuiLink>
          ) : (
            student.name
          )}
        </Strong>
        <Caption className="figures">{dotted([student.rollNumber, student.room])}</Caption>
      </Box>
    </Stack>
  );
}
