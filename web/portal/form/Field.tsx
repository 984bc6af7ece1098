/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

type Props = {
  label: string;
  name: string;
  value: string;
  change: (value: string) => void;
  type?: 'text' | 'email' | 'tel' | 'password';
  /** what the browser and the password manager may fill in */
  complete: string;
  help?: ComponentChildren;
};

export function Field({ label, name, value, change, type = 'text', complete, help }: Props) {
  return (
    <label>
      {label}
      <input
        name={name}
        type={type as 'text'}
        value={value}
        autoComplete={complete as 'name'}
        // Names begin with a capital letter; addresses and passwords must stay as they are typed.
        autoCapitalize={name === 'name' ? 'words' : 'none'}
        spellcheck={false}
        onInput={(event) => change(event.currentTarget.value)}
      />
      {help && <span class="faint">{help}</span>}
    </label>
  );
}
