import ShownIcon from '@mui/icons-material/Check';
import ViewIcon from '@mui/icons-material/ViewColumnOutlined';
import { Button, Divider, ListItemIcon, ListSubheader, Menu, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { type RaRecord, useStore, useTranslate } from 'react-admin';
import { useLocation, useNavigate } from 'react-router-dom';
import type { Column } from './column.ts';
import { FormDialog } from './FormDialog.tsx';
import { useSession } from './session.tsx';
import { useForm } from './useForm.ts';
import { useLabels } from './useLabels.ts';

type View = { name: string; search: string; hidden: string[] };
const NOTHING: never[] = [];

/** Which columns somebody hides, and the views they saved, of one list in one organization; kept in this browser. */
function useKept(resource: string) {
  const { organization, user } = useSession();
  const key = `list.${organization.id}.${user.id}.${resource}`;
  const [hidden, setHidden] = useStore<string[]>(`${key}.hidden`, NOTHING);
  const [views, setViews] = useStore<View[]>(`${key}.views`, NOTHING);
  return { hidden, setHidden, views, setViews };
}

/** The columns that are shown. The first one leads to the record, so it always is. */
export function useColumns<T extends RaRecord>(resource: string, columns: Column<T>[]): Column<T>[] {
  const { hidden } = useKept(resource);
  return columns.filter(({ key }, index) => index === 0 || !hidden.includes(key));
}

/** Chooses a list's columns, and saves search, filters, order and columns under a name. */
export function ListView<T extends RaRecord>({ resource, columns }: { resource: string; columns: Column<T>[] }) {
  const navigate = useNavigate();
  const { search, pathname } = useLocation();
  const { hidden, setHidden, views, setViews } = useKept(resource);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [naming, setNaming] = useState(false);
  const label = useLabels('console.list');
  const close = () => setAnchor(null);
  const toggle = (key: string) =>
    setHidden(hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key]);
  const open = (view: View) => {
    setHidden(view.hidden);
    navigate({ pathname, search: view.search });
    close();
  };
  const shown = new URLSearchParams(search);
  shown.delete('page');
  const current = views.find((view) => view.search === shown.toString());
  const save = (name: string) => {
    setViews([...views.filter((view) => view.name !== name), { name, search: shown.toString(), hidden }]);
    setNaming(false);
  };
  return (
    <>
      <Button
        color="inherit"
        startIcon={<ViewIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ ml: 'auto', flexShrink: 0 }}
      >
        {label('view')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        <ListSubheader role="none">{label('columns')}</ListSubheader>
        {columns.slice(1).map(
          ({ key, label: name }) =>
            name && (
              <MenuItem
                key={key}
                dense
                role="menuitemcheckbox"
                aria-checked={!hidden.includes(key)}
                onClick={() => toggle(key)}
              >
                <ListItemIcon>{!hidden.includes(key) && <ShownIcon fontSize="small" />}</ListItemIcon>
                {name}
              </MenuItem>
            ),
        )}
        <Divider />
        <ListSubheader role="none">{label('views')}</ListSubheader>
        {views.map((view) => (
          <MenuItem key={view.name} selected={view === current} onClick={() => open(view)}>
            {view.name}
          </MenuItem>
        ))}
        {current && (
          <MenuItem onClick={() => setViews(views.filter((view) => view !== current))}>
            {label('remove_view', { name: current.name })}
          </MenuItem>
        )}
        <MenuItem
          onClick={() => {
            close();
            setNaming(true);
          }}
        >
          {label('save_view')}
        </MenuItem>
      </Menu>
      {naming && <Naming onSave={save} onClose={() => setNaming(false)} />}
    </>
  );
}

function Naming({ onSave, onClose }: { onSave: (name: string) => void; onClose: () => void }) {
  const translate = useTranslate();
  const label = useLabels('console.list');
  const form = useForm({ name: '' }, async ({ name }) => {
    if (name.trim()) onSave(name.trim());
  });
  return (
    <FormDialog
      title={label('save_view')}
      text={label('save_view_text')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      <TextField label={label('view_name')} {...form.bind('name', { maxLength: 60 })} autoFocus />
    </FormDialog>
  );
}
