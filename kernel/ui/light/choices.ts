/** The choices for an organization: lists from the runtime's own tables, named in the person's language. */
export type Choice = { id: string; name: string };

const byName = (language: string) => (a: Choice, b: Choice) => a.name.localeCompare(b.name, language);

function named(ids: string[], type: 'region' | 'currency', language: string): Choice[] {
  const names = new Intl.DisplayNames([language], { type, fallback: 'none' });
  return ids
    .flatMap((id) => {
      const name = names.of(id);
      return name ? [{ id, name: type === 'currency' ? `${name} (${id})` : name }] : [];
    })
    .sort(byName(language));
}

/** Region codes that are not countries: the world, unions, private use. */
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'XA', 'XB', 'QO', 'ZZ', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA']);

export function countries(language: string): Choice[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !NO_COUNTRY.has(code));
  // A withdrawn code has the name of its successor; only canonical codes stay.
  return named(
    codes.filter((code) => new Intl.Locale(`und-${code}`).region === code),
    'region',
    language,
  );
}

/**
 * The currencies that people pay with (ISO 4217, table A.1, 2026). The runtime's table has withdrawn ones too, such as HRK
 * and ZWL, and units of account that nobody is paid in, such as XSU.
 */
const IN_USE = `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
  CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
  IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
  MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
  SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST
  XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`
  .trim()
  .split(/\s+/);

export function currencies(language: string): Choice[] {
  // An older browser may not know the newest.
  const known = new Set(Intl.supportedValuesOf('currency'));
  return named(
    IN_USE.filter((code) => known.has(code)),
    'currency',
    language,
  );
}

/**
 * Zones that Unicode's tables, and so all browsers, still list under a name that IANA has replaced (tzdata,
 * "backward").
 */
const RENAMED_ZONES: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** A zone's current IANA name: people in Kolkata look for Kolkata. */
export function currentZoneName(zone: string): string {
  return RENAMED_ZONES[zone] ?? zone;
}

export function timeZones(): Choice[] {
  const zones = Intl.supportedValuesOf('timeZone').map(currentZoneName);
  return [...new Set(zones)].sort().map((id) => ({ id, name: id.replaceAll('_', ' ') }));
}
