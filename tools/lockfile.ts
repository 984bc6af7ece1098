/** What package-lock.json says of a package. */
export type Entry = {
  license?: string;
  version?: string;
  dev?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
};

/** The packages and those that they need, by their folders; `optional`: those of other platforms, too. */
export function foldersOf(packages: Record<string, Entry>, names: string[], optional = false): Set<string> {
  const found = new Set<string>();
  const visit = (from: string, name: string) => {
    let at = from;
    for (
      ;
      at && !packages[`${at}/node_modules/${name}`];
      at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))
    );
    const path = at ? `${at}/node_modules/${name}` : `node_modules/${name}`;
    const entry = packages[path];
    if (!entry || found.has(path)) return;
    found.add(path);
    const peers = Object.keys(entry.peerDependencies ?? {});
    const needed = [
      ...Object.keys(entry.dependencies ?? {}),
      ...(optional ? Object.keys(entry.optionalDependencies ?? {}) : []),
      ...peers.filter((peer) => !entry.peerDependenciesMeta?.[peer]?.optional),
    ];
    for (const one of needed) visit(path, one);
  };
  for (const name of names) visit('', name);
  return found;
}
