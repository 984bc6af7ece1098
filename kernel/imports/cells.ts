/** What programs put into cells and nobody typed. */

/** Marks of direction and signs without a shape; joiners stay, because scripts and emoji are written with them. */
const SHAPELESS =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0]/g;
const NOTHING = /^(?:[-\u2013\u2014]+|n\/?a|#n\/a|null|nil|none)$/i;

/** The text of a cell: out of `="…"`, without shapeless signs, without the `.0` that a column of numbers adds. */
export function cellText(cell: string): string {
  const text = (/^="(.*)"$/s.exec(cell)?.[1] ?? cell).replaceAll(SHAPELESS, '').trim();
  if (/^(?:\u200c|\u200d|\s)*$/.test(text)) return '';
  return /^\d+\.0$/.test(text) ? text.slice(0, -2) : text;
}

/** Whether people mean an empty cell. */
export const meansNothing = (text: string): boolean => NOTHING.test(text);

/** A long number that Excel has rounded, such as 9.19E+11: its last digits are lost. */
export const isRounded = (text: string): boolean => /^\d(?:[.,]\d+)?E\+\d{1,2}$/i.test(text);

/**
 * An address without what programs put around it (`mailto:`, a name and angle brackets, a full stop), a domain of
 * another script in the form that mail servers take. Lists only: in a form a person sees and corrects what is typed.
 */
export function bareEmail(text: string): string {
  const typed = text.trim();
  const within = /^[^<>]*<([^<>]+)>$/.exec(typed)?.[1] ?? typed;
  const bare = within
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\.+$/, '');
  const at = bare.lastIndexOf('@');
  const domain = bare.slice(at + 1);
  if (at < 0 || /^[\x21-\x7e]*$/.test(domain)) return bare;
  const url = URL.parse(`http://${domain}`);
  return url && url.pathname === '/' && !url.search && !url.port ? `${bare.slice(0, at)}@${url.hostname}` : bare;
}
