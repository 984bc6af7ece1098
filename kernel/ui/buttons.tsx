import AddIcon from '@mui/icons-material/Add';
import ImportIcon from '@mui/icons-material/FileUploadOutlined';
import { Button } from '@mui/material';
import { Link } from 'react-router-dom';

/** The button of a list that adds something. */
export function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="contained" startIcon={<AddIcon />} onClick={onClick}>
      {label}
    </Button>
  );
}

/** The button of a list that leads to its import. */
export function ImportButton({ label, to }: { label: string; to: string }) {
  return (
    <Button component={Link} to={to} variant="outlined" startIcon={<ImportIcon />}>
      {label}
    </Button>
  );
}
