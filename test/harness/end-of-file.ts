/** What the present test file opened; the worker's own application is not among it. */
const open: (() => Promise<unknown>)[] = [];

/** `end` runs after the last hook of the file; what was opened last is ended first. */
export function atEndOfFile(end: () => Promise<unknown>): void {
  open.push(end);
}

/** What a test ended already, or broke, ends with an error here: that is no fault of the file. */
export async function endFile(): Promise<void> {
  for (const end of open.splice(0).reverse()) await end().catch(() => {});
}
