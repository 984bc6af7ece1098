import { Box } from '@mui/material';
import { useTranslate } from 'react-admin';
import { MessageLine, type MessageRow, ResourceList } from '../../../../kernel/ui/index.ts';

/** The e-mails to this customer, with their state. */
export function CustomerMessages({ customerId }: { customerId: string }) {
  const translate = useTranslate();
  return (
    <Box sx={{ p: 2 }}>
      <ResourceList<MessageRow>
        embedded
        resource="messages"
        fixed={{ subject_type: 'exhibition.customer', subject_id: customerId }}
        columns={[
          {
            key: 'line',
            label: translate('console.messages.title'),
            render: (message) => <MessageLine message={message} />,
          },
        ]}
        card={(message) => <MessageLine message={message} />}
        href={(message) => `/office/messages/${message.id}`}
        perPage={10}
        empty={{ title: translate('console.messages.none') }}
      />
    </Box>
  );
}
