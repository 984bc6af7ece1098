import { Box, ListItemButton, Skeleton, Stack, Typography } from '@mui/material';
import { EmptyNote, Panel, useFormat, useLabels } from '../../ui/index.ts';
import { useAccountName } from './AccountName.tsx';
import type { Account } from './types.ts';

/** The order of a balance sheet: assets, liabilities, equity, income, expenses. */
const GROUPS = ['assets', 'liabilities', 'equity', 'income', 'expenses'];
/** Kinds in which people think of credits as "more". */
const CREDIT = ['liabilities', 'equity', 'income'];

const kindOf = (code: string) => code.split(':')[0] ?? '';

type Props = { accounts: Account[] | undefined; chosen: string; onChoose: (code: string) => void };

/** Accounts by kind with their balances; selecting one shows its entries. */
export function Accounts({ accounts, chosen, onChoose }: Props) {
  const label = useLabels('console.ledger');
  const name = useAccountName();
  const kinds = [...new Set([...GROUPS, ...(accounts ?? []).map(({ code }) => kindOf(code))])].filter((kind) =>
    accounts?.some(({ code }) => kindOf(code) === kind),
  );
  return (
    <Panel title={label('accounts')} padded={false}>
      {!accounts && <Skeleton variant="rounded" height={180} sx={{ m: 2 }} />}
      {accounts?.length === 0 && <EmptyNote title={label('none')} text={label('none_text')} />}
      <Box sx={{ pb: 1 }}>
        {kinds.map((kind) => (
          <Box key={kind}>
            <Typography variant="overline" color="textSecondary" sx={{ px: 2.5 }}>
              {label(`group.${kind}`, { _: kind })}
            </Typography>
            {(accounts ?? [])
              .filter(({ code }) => kindOf(code) === kind)
              .map((account) => (
                <ListItemButton
                  key={account.code}
                  selected={account.code === chosen}
                  onClick={() => onChoose(account.code)}
                  sx={{ px: 2.5, py: 0.75, gap: 1 }}
                >
                  <Typography variant="body2" sx={{ flex: 1, minWidth: 0 }} title={account.code}>
                    {name(account.code).replace(/^.*?: /, '')}
                  </Typography>
                  <Balances account={account} />
                </ListItemButton>
              ))}
          </Box>
        ))}
      </Box>
    </Panel>
  );
}

function Balances({ account }: { account: Account }) {
  const format = useFormat();
  const turned = CREDIT.includes(kindOf(account.code));
  return (
    <Stack sx={{ alignItems: 'flex-end' }}>
      {account.balances.map(({ balance, currency }) => (
        <Typography key={currency} variant="body2" className="figures" sx={{ fontWeight: 600 }}>
          {format.money(turned ? negated(balance) : balance, currency)}
        </Typography>
      ))}
    </Stack>
  );
}

/** '12.50' ↔ '-12.50', as text, without floats. */
function negated(amount: string): string {
  if (amount.startsWith('-')) return amount.slice(1);
  return Number(amount) === 0 ? amount : `-${amount}`;
}
