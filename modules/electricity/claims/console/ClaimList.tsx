import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import {
  api,
  byChoice,
  type Camelized,
  type Column,
  ConfirmDialog,
  dotted,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useAction,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { type Claim as Answer, CLAIM_STATES } from '../contract.ts';

type Claim = Camelized<Answer>;

const LABELS = 'console.electricity.claim';

const TONES = { waiting: 'busy', approved: 'good', refused: 'bad', withdrawn: 'neutral' } as const;

/** People who say that a meter is theirs, without its code: who they are, and whose it is. */
export default function ClaimList() {
  const format = useFormat();
  const label = useLabels(LABELS);
  const state = (claim: Claim) => <StateChip tone={TONES[claim.state]} label={label(claim.state)} />;
  const person = ({ person }: Claim) => dotted([person.name, person.phone ?? person.email]);
  const meter = (claim: Claim) => {
    if (!claim.meter) return label('no_meter');
    const { name, place, holder } = claim.meter;
    return dotted([name, place, holder && label('held_by', { name: holder })]);
  };
  const columns: Column<Claim>[] = [
    { key: 'number', label: label('number'), nowrap: true, render: (claim) => showNumber(claim.number) },
    { key: 'meter', label: label('meter'), render: meter },
    { key: 'person', label: label('person'), render: person },
    { key: 'note', label: label('note'), from: 'lg', render: (claim) => claim.note },
    { key: 'createdAt', label: label('createdAt'), from: 'md', render: (claim) => format.ago(claim.createdAt) },
    { key: 'state', label: label('state'), render: state },
    { key: 'decide', label: '', render: (claim) => <Decide claim={claim} /> },
  ];
  return (
    <Page title={label('many')}>
      <ResourceList<Claim>
        live={['electricity.claim']}
        resource="electricity/claims"
        columns={columns}
        card={(claim) => (
          <RowCard
            title={showNumber(claim.number)}
            note={[meter(claim), person(claim), claim.note]}
            right={state(claim)}
          >
            <Decide claim={claim} />
          </RowCard>
        )}
        filters={[byChoice('state', label('state'), CLAIM_STATES, label)]}
        empty={{ title: label('none'), text: label('none_text') }}
      />
    </Page>
  );
}

function Decide({ claim }: { claim: Claim }) {
  const label = useLabels(LABELS);
  const can = useCan();
  const { busy, run } = useAction();
  const [refusing, setRefusing] = useState(false);
  if (claim.state !== 'waiting' || !can('electricity.claim.decide')) return null;
  const decide = (how: string, body?: object) =>
    run(() => api.post(`/electricity/claims/${claim.id}/${how}`, body), { done: 'console.saved' });
  return (
    <Stack direction="row" sx={{ gap: 1 }}>
      <Button size="small" variant="contained" disabled={busy || !claim.meter} onClick={() => decide('approve')}>
        {label('approve')}
      </Button>
      <Button size="small" color="inherit" disabled={busy} onClick={() => setRefusing(true)}>
        {label('refuse')}
      </Button>
      <ConfirmDialog
        open={refusing}
        title={label('refuse_title')}
        confirm={label('refuse')}
        busy={busy}
        reason={{ label: label('reason'), required: true }}
        onConfirm={async (reason) => {
          if (await decide('refuse', { reason })) setRefusing(false);
        }}
        onClose={() => setRefusing(false)}
      />
    </Stack>
  );
}
