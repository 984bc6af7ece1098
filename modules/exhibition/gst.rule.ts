/** India's goods and services tax, as its documents state it (CGST Rules, rules 46, 49 and 50). */

/** The states and union territories by the code that begins a GSTIN. */
export const STATES: Record<string, string> = {
  '01': 'Jammu and Kashmir',
  '02': 'Himachal Pradesh',
  '03': 'Punjab',
  '04': 'Chandigarh',
  '05': 'Uttarakhand',
  '06': 'Haryana',
  '07': 'Delhi',
  '08': 'Rajasthan',
  '09': 'Uttar Pradesh',
  '10': 'Bihar',
  '11': 'Sikkim',
  '12': 'Arunachal Pradesh',
  '13': 'Nagaland',
  '14': 'Manipur',
  '15': 'Mizoram',
  '16': 'Tripura',
  '17': 'Meghalaya',
  '18': 'Assam',
  '19': 'West Bengal',
  '20': 'Jharkhand',
  '21': 'Odisha',
  '22': 'Chhattisgarh',
  '23': 'Madhya Pradesh',
  '24': 'Gujarat',
  '26': 'Dadra and Nagar Haveli and Daman and Diu',
  '27': 'Maharashtra',
  '29': 'Karnataka',
  '30': 'Goa',
  '31': 'Lakshadweep',
  '32': 'Kerala',
  '33': 'Tamil Nadu',
  '34': 'Puducherry',
  '35': 'Andaman and Nicobar Islands',
  '36': 'Telangana',
  '37': 'Andhra Pradesh',
  '38': 'Ladakh',
};
/** Union territories without a legislature have a tax of their own instead of a state's. */
const UNION = new Set(['04', '26', '31', '35', '38']);

const GSTIN = /(?<![A-Z0-9])(\d{2})[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9](?![A-Z0-9])/;

/** The state's code of the GSTIN in what an organization writes as its tax number; null: there is none. */
export function stateOfSeller(taxNumber: string): string | null {
  const code = GSTIN.exec(taxNumber.toUpperCase())?.[1];
  return code !== undefined && code in STATES ? code : null;
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Whether a text is a GSTIN: of a state that exists, and with the right check character, which finds typing mistakes. */
export function isGstin(text: string): boolean {
  if (!/^\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9]$/.test(text) || !(text.slice(0, 2) in STATES)) return false;
  const sum = Array.from(text.slice(0, 14)).reduce((total, character, at) => {
    const product = DIGITS.indexOf(character) * (at % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / 36) + (product % 36);
  }, 0);
  return DIGITS[(36 - (sum % 36)) % 36] === text[14];
}

/** "32 Kerala" */
export const stateName = (code: string): string => `${code} ${STATES[code] ?? ''}`.trim();

export type NamedTax = { label: string; percent: string; netMinor: number; amountMinor: number };

/** The tax of one rate as a document states it: half central and half of the state, or one tax between states. */
export function gstOf(
  { basis_points, net_minor: netMinor, tax_minor }: { basis_points: number; net_minor: number; tax_minor: number },
  { seller, supply }: { seller: string; supply: string },
): NamedTax[] {
  const percent = (points: number) => String(points / 100);
  if (seller !== supply) return [{ label: 'IGST', percent: percent(basis_points), netMinor, amountMinor: tax_minor }];
  const central = Math.floor(tax_minor / 2);
  const half = { percent: percent(basis_points / 2), netMinor };
  return [
    { label: 'CGST', ...half, amountMinor: central },
    { label: UNION.has(supply) ? 'UTGST' : 'SGST', ...half, amountMinor: tax_minor - central },
  ];
}
