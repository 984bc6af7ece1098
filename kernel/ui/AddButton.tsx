import AddIcon from '@mui/icons-material/Add';
import { Button } from '@mui/material';

/** The button of a list that adds something. */
export function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="contained" startIcon={<AddIcon />} onClick={onClick}>
      {label}
    </Button>
  );
}
