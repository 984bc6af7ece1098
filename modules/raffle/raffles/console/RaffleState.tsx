import { useTranslate } from 'react-admin';
import { StateChip } from '../../../../kernel/ui/index.ts';
import type { Raffle } from './useRaffles.ts';

type RafflePhase = 'off' | 'selling' | 'sold_out' | 'frozen';

function phaseOf({ active, frozenAt, counts }: Raffle): RafflePhase {
  if (frozenAt) return 'frozen';
  if (!active) return 'off';
  return counts.available === 0 ? 'sold_out' : 'selling';
}

const TONES = { off: 'neutral', selling: 'good', sold_out: 'busy', frozen: 'warning' } as const;

export function RaffleState({ raffle }: { raffle: Raffle }) {
  const translate = useTranslate();
  const phase = phaseOf(raffle);
  return <StateChip tone={TONES[phase]} label={translate(`console.raffle.raffle.phase.${phase}`)} />;
}
