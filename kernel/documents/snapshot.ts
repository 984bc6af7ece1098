/** The content of a document, fixed when it is issued. It is independent of payments. */
import { type Static, Type } from 'typebox';

const lines = Type.Array(Type.String({ maxLength: 300 }), { maxItems: 12 });
const party = Type.Object({ name: Type.String({ maxLength: 300 }), lines }, { additionalProperties: false });
const minor = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });

export const Snapshot = Type.Object(
  {
    /** replaces the word "Receipt" or "Invoice" of the language when given */
    title: Type.Optional(Type.String({ maxLength: 60 })),
    /** the issuer: name, then address, tax number and the like, one per line */
    organization: party,
    /** the recipient */
    party,
    /** ISO 4217 */
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    /** `at` is an instant in ISO 8601; shown as a day in `timeZone` */
    lines: Type.Array(
      Type.Object(
        {
          description: Type.String({ maxLength: 1000 }),
          amountMinor: minor,
          at: Type.Optional(Type.String()),
          /** what people call the thing that several lines belong to, such as a bill's code */
          ref: Type.Optional(Type.String({ maxLength: 40 })),
          /** as people read it: "3", "0.25 kg"; with the price of one and what was taken off */
          quantity: Type.Optional(Type.String({ maxLength: 30 })),
          unitPriceMinor: Type.Optional(minor),
          discountMinor: Type.Optional(minor),
          /** the code of goods or services that a country's law wants on each line */
          hsn: Type.Optional(Type.String({ maxLength: 10 })),
          /** what the others' sum was rounded by; stands above the total */
          rounding: Type.Optional(Type.Literal(true)),
        },
        { additionalProperties: false },
      ),
    ),
    /** what else the paper says of the sale, above its lines; `strong` stands out */
    facts: Type.Optional(
      Type.Array(
        Type.Object(
          {
            label: Type.String({ maxLength: 100 }),
            value: Type.String({ maxLength: 300 }),
            strong: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        { maxItems: 20 },
      ),
    ),
    /** `percent` as people write it ("18", "12.5"); on top of the lines, or within them: see `faultOf` */
    tax: Type.Optional(
      Type.Object(
        {
          label: Type.String({ maxLength: 60 }),
          percent: Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,4})?$' }),
          amountMinor: minor,
        },
        { additionalProperties: false },
      ),
    ),
    /** several taxes, each within the lines: `netMinor` is what it is the tax of */
    taxes: Type.Optional(
      Type.Array(
        Type.Object(
          {
            label: Type.String({ maxLength: 60 }),
            percent: Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,4})?$' }),
            netMinor: minor,
            amountMinor: minor,
          },
          { additionalProperties: false },
        ),
        { maxItems: 40 },
      ),
    ),
    totalMinor: minor,
    /** IANA zone of dates and times; UTC when absent */
    timeZone: Type.Optional(Type.String()),
    /** the language it was issued in, BCP 47 */
    locale: Type.Optional(Type.String()),
    /** for a credit note: the document that it corrects in part; `issuedAt` is an instant in ISO 8601 */
    corrects: Type.Optional(
      Type.Object(
        { series: Type.String(), number: Type.String(), issuedAt: Type.String() },
        { additionalProperties: false },
      ),
    ),
    qrText: Type.Optional(Type.String({ maxLength: 600 })),
    /** a reason of at most 1000 characters, and the organization's own text of at most 500 */
    footer: Type.Optional(Type.String({ maxLength: 1600 })),
  },
  { additionalProperties: false },
);
export type Snapshot = Static<typeof Snapshot>;

/** A snapshot with its number: the input of drawing. */
export type IssuedSnapshot = Snapshot & { number: string; issuedAt: Date | string };

/** Whether the tax is included in the lines (which then make the total) or added to them. */
export function taxIsIncluded(snapshot: Snapshot): boolean {
  return sumOf(snapshot) === snapshot.totalMinor;
}

/** Why a snapshot must not be issued, or null: the total must be the sum of the lines, or of the lines and the tax. */
export function faultOf(snapshot: Snapshot): string | null {
  const sum = sumOf(snapshot);
  if (!Number.isSafeInteger(sum)) return 'the lines are more than an amount can hold';
  if (sum === snapshot.totalMinor || sum + (snapshot.tax?.amountMinor ?? 0) === snapshot.totalMinor) return null;
  return `the lines make ${sum}, the total says ${snapshot.totalMinor}`;
}

function sumOf(snapshot: Snapshot): number {
  return snapshot.lines.reduce((sum, line) => sum + line.amountMinor, 0);
}
