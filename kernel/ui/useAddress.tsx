import { TextField } from '@mui/material';
import { useSearchParams } from 'react-router-dom';

/** What the page's address keeps behind its `?`, such as filters: a reload or a colleague's link shows the same. */
export function useAddress() {
  const [search, setSearch] = useSearchParams();
  return {
    /** '' where there is none */
    get: (name: string) => search.get(name) ?? '',
    /** Changes these values and no others; an empty one is taken out. `replace`: the back button passes over it. */
    set: (values: Record<string, string | null>, { replace = true } = {}) =>
      setSearch(
        (now) => {
          const next = new URLSearchParams(now);
          for (const [name, value] of Object.entries(values))
            if (value) next.set(name, value);
            else next.delete(name);
          return next;
        },
        { replace },
      ),
  };
}

type DayProps = {
  name: string;
  label: string;
  /** shown while the address has none */
  unset?: string | undefined;
};

/** A day that the address keeps, such as the first of a span. */
export function AddressDay({ name, label, unset = '' }: DayProps) {
  const address = useAddress();
  return (
    <TextField
      type="date"
      label={label}
      value={address.get(name) || unset}
      onChange={(event) => address.set({ [name]: event.target.value })}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}
