import type { ComponentType } from 'preact';
import type { Camelized, PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import { showNumber } from '../../meters/contract.ts';
import type { OwnCustomer } from '../contract.ts';
import type { MemberRight } from '../roles.rule.ts';

/** A household or institution of the account, with its meters, as the page gets it. */
export type Holder = Camelized<OwnCustomer>;
export type OwnMeter = Holder['meters'][number];

/** `here` is what follows the part's own address, `go` goes below the meter's: `go('buy')`, and `go('')` to the meter. */
export type MeterProps = PortalScreenProps & {
  holder: Holder;
  meter: OwnMeter;
  /** After something that changes what is left: the balance is asked for again. */
  changed: () => void;
};
/** For what stands above the meters: of all of them, or of the one with this id. `open` goes below a meter: `open(number, 'buy')`. */
export type HomeProps = Pick<MeterProps, 'api' | 't' | 'locale' | 'changed'> & {
  holders: Holder[];
  meterId?: string | undefined;
  open: (meterNumber: string, here: string) => void;
};
/** What both the list and the screen of a purchase know of it. */
type NotedPurchase = { id: string; state: string; receiptLink: string | null };
export type PurchaseProps = MeterProps & { purchase: NotedPurchase };

/** Loads a part; each is its own chunk. */
type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

/** An entry of a meter's menu: opens a screen of its own, `…/meters/<number>/<path>`. */
export type MeterPart = {
  path: string;
  /** A translation key of the group `portal`. */
  label: string;
  /** What the account must be allowed to do at the holder; without it the entry is left out. */
  right: MemberRight;
  load: Load<MeterProps>;
};

/** A few lines on the meter's own screen, below what is left; it draws nothing when it has nothing to say. */
export type MeterNote = { name: string; load: Load<MeterProps> };

/** Cards above the meters, on the list and on the screen of one; it draws nothing when it has nothing to say. */
export type HomeNote = { name: string; load: Load<HomeProps> };

/** Lines below a purchase, in the list and when it has just been credited: a token, a receipt. */
export type PurchaseNote = { name: string; load: Load<PurchaseProps> };

/** What people call a meter; its number when it has no name. */
export const nameOf = ({ name, place, number }: OwnMeter): string => name || place || showNumber(number);
