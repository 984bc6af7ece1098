import { Alert, Button, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, Code } from '../../../../kernel/ui/index.ts';
import type { Alike } from '../../customers/console/types.ts';

type Props = { exhibitionId: string; email: string; phone: string; onOpen: (id: string) => void };

/**
 * Who has the typed address or number already: a person decides whether it is the same one, so nobody opens by
 * themselves, and registering goes on.
 */
export function AlikeNote({ exhibitionId, email, phone, onOpen }: Props) {
  const translate = useTranslate();
  const [asked, setAsked] = useState({ email: '', phone: '' });
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ email, phone }), 250);
    return () => clearTimeout(timer);
  }, [email, phone]);
  const { data = [] } = useQuery({
    queryKey: ['desk', 'alike', exhibitionId, asked],
    queryFn: ({ signal }) =>
      api.get<Alike>('/exhibition/customers/alike', { exhibition_id: exhibitionId, ...asked }, { signal }),
    enabled: asked.email.includes('@') || asked.phone.length > 5,
  });
  if (data.length === 0 || (email === '' && phone === '')) return null;
  return (
    <Alert severity="info" role="status">
      {translate('console.exhibition.desk.alike')}
      <Stack sx={{ gap: 0.5, mt: 0.5, alignItems: 'flex-start' }}>
        {data.map(({ id, name, code }) => (
          <Button key={id} size="small" color="inherit" onClick={() => onOpen(id)} sx={{ gap: 1 }}>
            {name} <Code value={code} size="0.85rem" />
          </Button>
        ))}
      </Stack>
    </Alert>
  );
}
