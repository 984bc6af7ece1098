/** A number as it is printed: with as many digits as the raffle's last number has, `7` → `0007`. */
export function label(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

/** Several of them as people read them: `0005, 0012, 0099`. */
export function labels(numbers: readonly number[], digits: number): string {
  return numbers.map((number) => label(number, digits)).join(', ');
}
