import AddIcon from '@mui/icons-material/Add';
import ImportIcon from '@mui/icons-material/FileUploadOutlined';
import { Button } from '@mui/material';
import { Link } from 'react-router-dom';

/** The button of a list that adds something, over the page or on a page of its own. */
export function AddButton({ label, to, onClick }: { label: string; to?: string; onClick?: () => void }) {
  const look = { variant: 'contained', startIcon: <AddIcon />, children: label } as const;
  return to ? <Button {...look} component={Link} to={to} /> : <Button {...look} onClick={onClick} />;
}

/** The button of a list that leads to its import. */
export function ImportButton({ label, to }: { label: string; to: string }) {
  return (
    <Button component={Link} to={to} variant="outlined" startIcon={<ImportIcon />}>
      {label}
    </Button>
  );
}
