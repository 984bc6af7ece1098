type Row =
  | { kind: 'text'; text: string; center?: true; bold?: true; big?: true; soft?: true }
  | { kind: 'code'; text: string };

/** A customer's badge on a receipt printer, row by row: the exhibition, the name, the QR code, the ID. */
export const labelRows = ({
  name,
  code,
  exhibition,
  qrText,
}: Record<'name' | 'code' | 'exhibition' | 'qrText', string>) =>
  [
    { kind: 'text', text: exhibition, center: true },
    { kind: 'text', text: name, center: true, bold: true, big: true },
    { kind: 'code', text: qrText },
    { kind: 'text', text: `${code.slice(0, 4)} ${code.slice(4)}`, center: true, bold: true, big: true },
  ] satisfies Row[];
