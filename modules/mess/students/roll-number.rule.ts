/** A roll number as it is stored: capitals, no spaces; null when it can't be one. `21 cs-104` → `21CS-104` */
export function readRollNumber(text: string): string | null {
  const roll = text.normalize('NFKC').toUpperCase().replace(/\s+/g, '');
  return /^[A-Z0-9][A-Z0-9/._-]{0,39}$/.test(roll) ? roll : null;
}
