const NAME =
  /^counterfoil-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:-([0-9a-f]{8})-(\d+)org-(\d+)row)?(-before-upgrade)?\.tar\.zst\.age$/;

/** Whose backup it is (the first eight signs of its id), and how much is in it. */
export type About = { installation: string; organizations: number; rows: number };

/** What a name says; one of a version that gave no ids says only when. */
export type Named = { at: Date; beforeUpgrade: boolean } & { [K in keyof About]: About[K] | null };

/**
 * e.g. counterfoil-20261123T021005Z-4f3a91c2-3org-41903row.tar.zst.age, or …row-before-upgrade.tar.zst.age: sorted by
 * time; it says whose it is, how much is in it, and how to open it.
 */
export function backupName(at: Date, about: About | null, beforeUpgrade = false): string {
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const content = about ? `-${about.installation}-${about.organizations}org-${about.rows}row` : '';
  return `counterfoil-${time}${content}${beforeUpgrade ? '-before-upgrade' : ''}.tar.zst.age`;
}

/** Null when it is no backup of ours. */
export function readName(name: string): Named | null {
  const found = NAME.exec(name);
  if (!found) return null;
  const [year = 0, month = 0, ...rest] = found.slice(1, 7).map(Number);
  const [, , , , , , , installation, organizations, rows, beforeUpgrade] = found;
  return {
    at: new Date(Date.UTC(year, month - 1, ...(rest as [number, number, number, number]))),
    beforeUpgrade: beforeUpgrade !== undefined,
    installation: installation ?? null,
    organizations: organizations === undefined ? null : Number(organizations),
    rows: rows === undefined ? null : Number(rows),
  };
}

/** Whether two names are of one installation, as far as they say. */
export const areOfOne = (one: string, other: string): boolean => {
  const [a, b] = [readName(one), readName(other)];
  return a !== null && b !== null && a.installation === b.installation;
};
