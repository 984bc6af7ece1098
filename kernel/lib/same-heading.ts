/** What two headings of a file have in common when they look the same to a person. */
export function sameHeading(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-*.:]+/g, ' ')
    .trim();
}
