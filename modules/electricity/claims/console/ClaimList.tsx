import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  type Camelized,
  type Column,
  ConfirmDialog,
  Page,
  ResourceList,
  StateChip,
  useAction,
  useCan,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { type Claim as Answer, CLAIM_STATES } from '../contract.ts';

type Claim = Camelized<Answer>;

const TONES = { waiting: 'busy', approved: 'good', refused: 'bad', withdrawn: 'neutral' } as const;

/** People who say that a meter is theirs, without its code: who they are, and whose it is. */
export default function ClaimList() {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.electricity.claim.${name}`);
  const state = (claim: Claim) => <StateChip tone={TONES[claim.state]} label={label(claim.state)} />;
  const person = ({ person }: Claim) => [person.name, person.phone ?? person.email].filter(Boolean).join(' · ');
  const meter = (claim: Claim) => {
    if (!claim.meter) return label('no_meter');
    const { name, place, holder } = claim.meter;
    return [name, place, holder && translate('console.electricity.claim.held_by', { name: holder })]
      .filter(Boolean)
      .join(' · ');
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
          <Stack sx={{ gap: 0.5 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography sx={{ fontWeight: 600 }}>{showNumber(claim.number)}</Typography>
              {state(claim)}
            </Stack>
            <Typography variant="body2">{meter(claim)}</Typography>
            <Typography variant="caption" color="textSecondary">
              {[person(claim), claim.note].filter(Boolean).join(' · ')}
            </Typography>
            <Decide claim={claim} />
          </Stack>
        )}
        filters={[
          {
            kind: 'choice',
            source: 'state',
            label: label('state'),
            choices: CLAIM_STATES.map((id) => ({ id, name: label(id) })),
          },
        ]}
        empty={{ title: label('none'), text: label('none_text') }}
      />
    </Page>
  );
}

function Decide({ claim }: { claim: Claim }) {
  const translate = useTranslate();
  const can = useCan();
  const { busy, run } = useAction();
  const [refusing, setRefusing] = useState(false);
  if (claim.state !== 'waiting' || !can('electricity.claim.decide')) return null;
  const label = (name: string) => translate(`console.electricity.claim.${name}`);
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
