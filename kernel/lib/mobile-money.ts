/** Where operators of mobile money work, each place with the one currency that it takes. */

/**
 * MTN's target environments (`X-Target-Environment`), each with its country and the one currency that it takes.
 * https://momodeveloper.mtn.com/api-documentation/common-error, https://momoapi.mtn.com
 */
export const MTN_ENVIRONMENTS = {
  // MTN's own trial system: any number, euros only, other numbers than live for the keys.
  sandbox: { country: null, currency: 'EUR' },
  mtnbenin: { country: 'BJ', currency: 'XOF' },
  mtncameroon: { country: 'CM', currency: 'XAF' },
  mtncongo: { country: 'CG', currency: 'XAF' },
  mtnghana: { country: 'GH', currency: 'GHS' },
  mtnguineaconakry: { country: 'GN', currency: 'GNF' },
  mtnivorycoast: { country: 'CI', currency: 'XOF' },
  mtnliberia: { country: 'LR', currency: 'LRD' },
  mtnrwanda: { country: 'RW', currency: 'RWF' },
  mtnsouthafrica: { country: 'ZA', currency: 'ZAR' },
  mtnswaziland: { country: 'SZ', currency: 'SZL' },
  mtnuganda: { country: 'UG', currency: 'UGX' },
  mtnzambia: { country: 'ZM', currency: 'ZMW' },
} as const satisfies Record<string, { country: string | null; currency: string }>;

export type MtnEnvironment = keyof typeof MTN_ENVIRONMENTS;
export const MTN_ENVIRONMENT_NAMES = Object.keys(MTN_ENVIRONMENTS) as MtnEnvironment[];

/** Airtel Africa's countries with Open API. https://developers.airtel.africa */
export const AIRTEL_CURRENCIES = {
  CD: 'CDF',
  CG: 'XAF',
  GA: 'XAF',
  KE: 'KES',
  MG: 'MGA',
  MW: 'MWK',
  NE: 'XOF',
  NG: 'NGN',
  RW: 'RWF',
  SC: 'SCR',
  TD: 'XAF',
  TZ: 'TZS',
  UG: 'UGX',
  ZM: 'ZMW',
} as const;

export type AirtelCountry = keyof typeof AIRTEL_CURRENCIES;
export const AIRTEL_COUNTRIES = Object.keys(AIRTEL_CURRENCIES) as AirtelCountry[];

export const isAirtelCountry = (code: string): code is AirtelCountry => code in AIRTEL_CURRENCIES;

/** `staging` is Airtel's trial system. */
export const AIRTEL_ENVIRONMENTS = ['staging', 'live'] as const;
