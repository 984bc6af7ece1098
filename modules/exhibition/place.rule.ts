/** What an organization wants when the customer at a desk belongs to another exhibition. */
export const OTHER_EXHIBITION = ['ask', 'refuse'] as const;
export type OtherExhibition = (typeof OTHER_EXHIBITION)[number];

type Place = {
  /** The customer's exhibition. */
  of: string;
  /** Where the desk stands; without it, where it can stand: at an exhibition that is open today. */
  desk?: string | undefined;
  open: readonly string[];
  /** The other exhibition that a person agreed to. */
  confirmed?: string | undefined;
};

/**
 * Whether a bill for this customer belongs to the desk's own exhibition (`here`), to another one that a person agreed to
 * (`agreed`), or must be asked about or refused. With no desk named and nothing open today there is no other exhibition.
 */
export function placeOf({ of, desk, open, confirmed }: Place, setting: OtherExhibition) {
  const here = desk ? desk === of : open.length === 0 || open.includes(of);
  if (here) return 'here';
  if (setting === 'refuse') return 'refuse';
  return confirmed === of ? 'agreed' : 'ask';
}
