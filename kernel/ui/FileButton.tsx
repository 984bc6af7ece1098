import { Button, type ButtonProps } from '@mui/material';
import { type ChangeEvent, useRef } from 'react';

type Props = Pick<ButtonProps, 'children' | 'disabled' | 'startIcon' | 'sx'> & {
  accept: string;
  onFile: (file: File) => void;
};

/** A button that chooses a file; a real one, so that a keyboard and a screen reader know it. */
export function FileButton({ accept, onFile, ...button }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    // Choosing the same, corrected file again must count as a change.
    event.target.value = '';
    if (file) onFile(file);
  };
  return (
    <>
      <Button variant="outlined" {...button} onClick={() => input.current?.click()} />
      <input ref={input} type="file" accept={accept} hidden onChange={chosen} />
    </>
  );
}
