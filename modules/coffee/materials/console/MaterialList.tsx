import { Button } from '@mui/material';
import { useState } from 'react';
import {
  AddButton,
  byChoice,
  type Column,
  ImportButton,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { UNITS } from '../contract.ts';
import { type Material, MaterialForm } from './MaterialForm.tsx';

export default function MaterialList() {
  const format = useFormat();
  const can = useCan();
  const [editing, setEditing] = useState<Material | 'new' | null>(null);
  const label = useLabels('console.coffee.material');
  const state = ({ active }: Material) => (
    <StateChip tone={active ? 'good' : 'neutral'} label={label(active ? 'active' : 'inactive')} />
  );
  const cost = (material: Material) => format.money(material.cost, material.currency);
  const edit = (material: Material) =>
    can('coffee.manage') && (
      <Button size="small" onClick={() => setEditing(material)}>
        {label('edit')}
      </Button>
    );
  const columns: Column<Material>[] = [
    { key: 'code', label: label('code'), nowrap: true, render: ({ code }) => code },
    { key: 'name', label: label('name'), render: ({ name }) => name },
    { key: 'specification', label: label('specification'), from: 'lg', render: ({ specification }) => specification },
    { key: 'unit', label: label('unit'), render: ({ unit }) => label(`units.${unit}`) },
    { key: 'cost', label: label('cost'), align: 'right', nowrap: true, render: cost },
    { key: 'active', label: '', from: 'md', render: state },
    { key: 'edit', label: '', render: edit },
  ];
  const add = can('coffee.manage') && (
    <>
      <ImportButton label={label('import')} to="/coffee/materials/import" />
      <AddButton label={label('add')} onClick={() => setEditing('new')} />
    </>
  );
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Material>
        live={['coffee.material']}
        resource="coffee/materials"
        columns={columns}
        card={(material) => (
          <RowCard
            title={material.name}
            note={[material.code, label(`units.${material.unit}`), cost(material)]}
            right={edit(material)}
          />
        )}
        filters={[byChoice('unit', label('unit'), UNITS, (id) => label(`units.${id}`))]}
        searchLabel={label('search')}
        empty={{ title: label('none'), text: label('none_text') }}
      />
      {editing && <MaterialForm material={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  );
}
