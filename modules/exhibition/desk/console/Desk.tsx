import WalkInIcon from '@mui/icons-material/PointOfSaleOutlined';
import { Box, Button, Link, Stack } from '@mui/material';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import {
  CameraDialog,
  EmptyNote,
  ErrorNote,
  Key,
  KeysNote,
  Page,
  Panel,
  useCan,
  useWedge,
} from '../../../../kernel/ui/index.ts';
import type { Customer } from '../../customers/console/types.ts';
import { looksScanned } from '../../customers/scan-text.rule.ts';
import { PrintSold } from '../../documents/console/PrintSold.tsx';
import { ExhibitionChoice } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { useItems } from '../../items/console/useItems.ts';
import { StallChoice } from '../../stalls/console/StallChoice.tsx';
import { useDeskStall } from '../../stalls/console/useDeskStall.ts';
import { CustomerScreen } from './CustomerScreen.tsx';
import { FindField } from './FindField.tsx';
import { LookingNote, NobodyNote } from './NobodyNote.tsx';
import { OfflineReady } from './OfflineReady.tsx';
import { RecentList, useRecent } from './Recent.tsx';
import { RegisterForm } from './RegisterForm.tsx';
import { Served } from './Served.tsx';
import { useDesk } from './useDesk.ts';
import type { Scanned } from './useSale.ts';
import { WalkIn } from './WalkIn.tsx';

/** The cashier's screen: find or register on the left, the open customer on the right. */
export default function Desk() {
  const translate = useTranslate();
  const notify = useNotify();
  const can = useCan();
  const desk = useDesk();
  const recent = useRecent();
  const [camera, setCamera] = useState(false);
  const [walkIn, setWalkIn] = useState(false);
  const find = useRef<HTMLInputElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const amount = useRef<HTMLInputElement>(null);
  const scan = useRef<Scanned | null>(null);

  const { stalls, stall, choose, limited } = useDeskStall(desk.exhibition?.id ?? '');

  // Closes the open customer at once; the keys that follow belong to the code's field.
  const look = async (text: string): Promise<boolean> => {
    find.current?.focus();
    const opened = await desk.resolve(text);
    if (!opened) find.current?.select();
    return opened;
  };
  // A person can't type that fast: even an unknown code in the amount's field is a scan, and never an amount.
  const isItem = (text: string) => scan.current?.knows(text) ?? false;
  const scanned = (text: string) => isItem(text) || looksScanned(text) || document.activeElement === amount.current;
  const take = (text: string) => {
    if (isItem(text)) scan.current?.add(text);
    else void look(text);
  };
  useWedge(scanned, take, looksScanned);
  // Loaded before the first customer comes.
  useItems(desk.exhibition?.id ?? '');
  const mayAdd = can('exhibition.bill.add');
  const sell = () => {
    if (!mayAdd) return;
    desk.clear();
    setWalkIn(true);
  };
  useShortcuts({ F2: () => find.current?.focus(), F3: sell, F4: () => name.current?.focus() }, () => {
    setWalkIn(false);
    desk.clear();
    find.current?.focus();
  });

  const served = desk.customer;
  const servedId = served?.id;
  const { remember } = recent;
  const stallId = stall?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each customer and stall, not for each change of theirs.
  useEffect(() => {
    if (!served) return;
    setWalkIn(false);
    remember(served);
    amount.current?.focus();
  }, [servedId, stallId]);

  if (desk.exhibitionsLoaded && !desk.exhibition) return <NoExhibition />;
  const next = () => {
    setWalkIn(false);
    if (served) desk.clear();
    find.current?.focus();
  };
  const show = (customer: Customer) => desk.show(customer);
  const register = () => {
    const current = desk.begin();
    return (customer: Customer) => {
      if (current()) return show(customer);
      // Another customer was scanned meanwhile and stays open.
      remember(customer);
      const { name: who, code } = customer;
      notify('console.exhibition.desk.registered', { type: 'success', messageArgs: { name: who, code } });
    };
  };
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
          <FindField
            field={find}
            busy={desk.looking}
            failed={desk.failed !== null}
            onText={look}
            onChoose={show}
            onTyping={desk.forgetFailed}
            onCamera={() => setCamera(true)}
            exhibition={desk.exhibition}
          />
          {mayAdd && desk.exhibition && (
            <Button
              variant="outlined"
              fullWidth
              startIcon={<WalkInIcon />}
              endIcon={<Key>F3</Key>}
              aria-keyshortcuts="F3"
              onClick={sell}
              sx={{ mt: 1 }}
            >
              {translate('console.exhibition.desk.walk_in')}
            </Button>
          )}
          <KeysNote>{translate('console.exhibition.desk.shortcuts')}</KeysNote>
        </Box>
        {/* On a phone the customer being served comes before the form for the next one. */}
        <Stack
          sx={{
            gridArea: 'rest',
            gap: 2.5,
            minWidth: 0,
            display: { xs: desk.customerId || walkIn ? 'none' : 'flex', lg: 'flex' },
          }}
        >
          {can('exhibition.customer.write') && desk.exhibition && (
            <RegisterForm exhibition={desk.exhibition} first={name} onSend={register} onOpen={(id) => void look(id)} />
          )}
          <RecentList entries={recent.entries} onChoose={(id) => void look(id)} />
        </Stack>
        <Box sx={{ gridArea: 'served', minWidth: 0 }}>
          <AtTheDesk
            desk={desk}
            walkIn={walkIn}
            stallId={stallId}
            amount={amount}
            scan={scan}
            onAgain={(text) => void look(text)}
            onNext={next}
          />
        </Box>
      </Box>
      <CameraDialog
        open={camera}
        title={translate('console.exhibition.desk.camera')}
        onClose={() => setCamera(false)}
        onScan={(text) => {
          setCamera(false);
          void look(text);
        }}
      />
    </Page>
  );
}

type OfDesk = { desk: ReturnType<typeof useDesk> };

type AtTheDeskProps = OfDesk & {
  walkIn: boolean;
  stallId: string | undefined;
  amount: RefObject<HTMLInputElement | null>;
  scan: RefObject<Scanned | null>;
  onAgain: (text: string) => void;
  onNext: () => void;
};

/** Whoever is served: a customer, somebody who isn't registered, or nobody, and why. */
function AtTheDesk({ desk, walkIn, stallId, amount, scan, onAgain, onNext }: AtTheDeskProps) {
  const translate = useTranslate();
  const { failed, customer, exhibition } = desk;
  if (desk.looking) return <LookingNote />;
  if (failed) return <NobodyNote failed={failed} onAgain={() => onAgain(failed.text)} />;
  if (desk.customerError) return <ErrorNote error={desk.customerError} />;
  if (walkIn && !customer && exhibition)
    return (
      <WalkIn key={`${exhibition.id} ${stallId}`} exhibition={exhibition} amount={amount} scan={scan} onNext={onNext} />
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
        onNext={onNext}
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

/** F2 and F4 work from inside any field; Escape means "next customer" unless a dialog or field wants it. */
function useShortcuts(keys: Record<string, () => void>, onEscape: () => void) {
  const latest = useRef({ keys, onEscape });
  latest.current = { keys, onEscape };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = latest.current.keys[event.key];
      if (action) {
        event.preventDefault();
        action();
      } else if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role=dialog]')) {
        latest.current.onEscape();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
