import VisibilityOffIcon from '@mui/icons-material/VisibilityOffOutlined';
import VisibilityIcon from '@mui/icons-material/VisibilityOutlined';
import { IconButton, InputAdornment, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
  helper?: string;
  autoComplete: 'current-password' | 'new-password';
  autoFocus?: boolean;
};

export function PasswordField({ label, value, onChange, error, helper, autoComplete, autoFocus }: Props) {
  const translate = useTranslate();
  const [visible, setVisible] = useState(false);
  return (
    <TextField
      label={label}
      type={visible ? 'text' : 'password'}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={Boolean(error)}
      helperText={error ?? helper}
      autoComplete={autoComplete}
      autoFocus={autoFocus}
      required
      fullWidth
      name={autoComplete === 'new-password' ? 'new-password' : 'password'}
      slotProps={{
        inputLabel: { required: false },
        input: {
          endAdornment: (
            <InputAdornment position="end">
              <IconButton
                edge="end"
                size="small"
                onClick={() => setVisible(!visible)}
                aria-label={translate(visible ? 'ra.input.password.toggle_visible' : 'ra.input.password.toggle_hidden')}
              >
                {visible ? <VisibilityOffIcon fontSize="small" /> : <VisibilityIcon fontSize="small" />}
              </IconButton>
            </InputAdornment>
          ),
        },
      }}
    />
  );
}
