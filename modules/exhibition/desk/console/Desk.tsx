import WalkInIcon from '@mui/icons-material/PointOfSaleOutlined';
import { Box, Button, Link, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { CameraDialog, EmptyNote, ErrorNote, Key, KeysNote, Page, Panel, useCan } from '../../../../kernel/ui/index.ts';
import { PrintSold } from '../../documents/console/PrintSold.tsx';
import { ExhibitionChoice } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { useItems } from '../../items/console/useItems.ts';
import { StallChoice } from '../../stalls/console/StallChoice.tsx';
import { useDeskStall } from '../../stalls/console/useDeskStall.ts';
import { CustomerScreen } from './CustomerScreen.tsx';
import { FindField } from './FindField.tsx';
import { LookingNote, NobodyNote } from './NobodyNote.tsx';
import { OfflineReady } from './OfflineReady.tsx';
import { RecentList } from './Recent.tsx';
import { RegisterForm } from './RegisterForm.tsx';
import { Served } from './Served.tsx';
import { useDesk } from './useDesk.ts';
import { useServing } from './useServing.ts';
import { WalkIn } from './WalkIn.tsx';

/** The cashier's screen: find or register on the left, the open customer on the right. */
export default function Desk() {
  const translate = useTranslate();
  const can = useCan();
  const desk = useDesk();
  const { stalls, stall, choose, limited } = useDeskStall(desk.exhibition?.id ?? '');
  const serving = useServing(desk, stall?.id);
  // Loaded before the first customer comes.
  useItems(desk.exhibition?.id ?? '');
  if (desk.exhibitionsLoaded && !desk.exhibition) return <NoExhibition />;
  const look = (text: string) => void serving.look(text);
  return (
    <Page
      title={translate('console.exhibition.desk.title')}
      actions={
        <>
          {can('exhibition.bill.add') && <CustomerScreen />}
          {desk.exhibition && (
            <ExhibitionChoice
              exhibitions={desk.exhibitions}
              value={desk.exhibition.id}
              onChange={desk.chooseExhibition}
              sx={{ minWidth: 220 }}
            />
          )}
          <StallChoice stalls={stalls} value={stall?.id ?? ''} onChange={choose} house={!limited} />
        </>
      }
    >
      <PrintSold />
      <OfflineReady exhibition={desk.exhibition} loaded={desk.exhibitionsLoaded} />
      <Box sx={LAYOUT}>
        <Box sx={{ gridArea: 'find', minWidth: 0 }}>
          <Finding desk={desk} serving={serving} />
        </Box>
        {/* On a phone the customer being served comes before the form for the next one. */}
        <Stack
          sx={{
            gridArea: 'rest',
            gap: 2.5,
            minWidth: 0,
            display: { xs: desk.customerId || serving.walkIn ? 'none' : 'flex', lg: 'flex' },
          }}
        >
          {can('exhibition.customer.write') && desk.exhibition && (
            <RegisterForm
              exhibition={desk.exhibition}
              first={serving.fields.name}
              onSend={serving.register}
              onOpen={look}
            />
          )}
          <RecentList entries={serving.recent} onChoose={look} />
        </Stack>
        <Box sx={{ gridArea: 'served', minWidth: 0 }}>
          <AtTheDesk desk={desk} serving={serving} stallId={stall?.id} />
        </Box>
      </Box>
    </Page>
  );
}

type OfDesk = { desk: ReturnType<typeof useDesk>; serving: ReturnType<typeof useServing> };

/** Somebody is found by text, a scanner or the camera, or is served as they are. */
function Finding({ desk, serving }: OfDesk) {
  const translate = useTranslate();
  const [camera, setCamera] = useState(false);
  return (
    <>
      <FindField
        field={serving.fields.find}
        busy={desk.looking}
        failed={desk.failed !== null}
        onText={serving.look}
        onChoose={desk.show}
        onTyping={desk.forgetFailed}
        onCamera={() => setCamera(true)}
        exhibition={desk.exhibition}
      />
      {serving.sell && desk.exhibition && (
        <Button
          variant="outlined"
          fullWidth
          startIcon={<WalkInIcon />}
          endIcon={<Key>F3</Key>}
          aria-keyshortcuts="F3"
          onClick={serving.sell}
          sx={{ mt: 1 }}
        >
          {translate('console.exhibition.desk.walk_in')}
        </Button>
      )}
      <KeysNote>{translate('console.exhibition.desk.shortcuts')}</KeysNote>
      <CameraDialog
        open={camera}
        title={translate('console.exhibition.desk.camera')}
        onClose={() => setCamera(false)}
        onScan={(text) => {
          setCamera(false);
          void serving.look(text);
        }}
      />
    </>
  );
}

/** Whoever is served: a customer, somebody who isn't registered, or nobody, and why. */
function AtTheDesk({ desk, serving, stallId }: OfDesk & { stallId: string | undefined }) {
  const translate = useTranslate();
  const { failed, customer, exhibition } = desk;
  const { amount, scan } = serving.fields;
  if (desk.looking) return <LookingNote />;
  if (failed) return <NobodyNote failed={failed} onAgain={() => void serving.look(failed.text)} />;
  if (desk.customerError) return <ErrorNote error={desk.customerError} />;
  if (serving.walkIn && !customer && exhibition)
    return (
      <WalkIn
        key={`${exhibition.id} ${stallId}`}
        exhibition={exhibition}
        amount={amount}
        scan={scan}
        onNext={serving.next}
      />
    );
  if (customer)
    return (
      <Served
        key={`${customer.id} ${stallId}`}
        customer={customer}
        desk={exhibition}
        amount={amount}
        scan={scan}
        onSaved={desk.update}
        onChanged={desk.refetch}
        onNext={serving.next}
      />
    );
  return (
    <Box sx={{ display: { xs: 'none', lg: 'block' } }}>
      <Panel>
        <EmptyNote
          title={translate('console.exhibition.desk.idle')}
          text={translate('console.exhibition.desk.idle_text')}
        />
      </Panel>
    </Box>
  );
}

const LAYOUT = {
  display: 'grid',
  columnGap: 2.5,
  rowGap: 2.5,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0,1fr)', lg: 'minmax(340px, 5fr) 8fr' },
  gridTemplateRows: { lg: 'auto 1fr' },
  gridTemplateAreas: { xs: '"find" "served" "rest"', lg: '"find served" "rest served"' },
};

function NoExhibition() {
  const translate = useTranslate();
  const can = useCan();
  return (
    <Page title={translate('console.exhibition.desk.title')}>
      <Panel>
        <EmptyNote
          title={translate('console.exhibition.exhibition.none')}
          text={translate('console.exhibition.exhibition.none_text')}
          action={
            can('exhibition.manage') && (
              <Link component={RouterLink} to="/exhibition/exhibitions/new">
                {translate('console.exhibition.exhibition.new')}
              </Link>
            )
          }
        />
      </Panel>
    </Page>
  );
}
