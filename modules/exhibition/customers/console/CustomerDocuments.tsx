import { Box } from '@mui/material';
import { useTranslate } from 'react-admin';
import { DocumentLine, type DocumentRow, ResourceList } from '../../../../kernel/ui/index.ts';

/** Receipts and invoices of a customer, each as it was issued. */
export function CustomerDocuments({ customerId }: { customerId: string }) {
  const translate = useTranslate();
  return (
    <Box sx={{ p: 2 }}>
      <ResourceList<DocumentRow>
        embedded
        resource="documents"
        fixed={{ subject_type: 'exhibition.customer', subject_id: customerId }}
        columns={[
          {
            key: 'line',
            label: translate('console.documents.title'),
            render: (row) => <DocumentLine document={row} />,
          },
        ]}
        card={(row) => <DocumentLine document={row} />}
        perPage={10}
        empty={{ title: translate('console.documents.none'), text: translate('console.documents.none_text') }}
      />
    </Box>
  );
}
