import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Block as Answer } from '../../../../kernel/documents/contract.ts';
import { api, type Camelized } from '../../../../kernel/ui/index.ts';

/**
 * Numbers of receipts that this browser holds, reserved from the server while there is a network. They stay when somebody
 * signs out: they are theirs. Drawing one is a write of the browser's database, so two tabs never draw the same.
 */
type Block = Camelized<Answer> & { next: number };
type Held = { name: string; blocks: Block[] };
export type Numbered = { blockId: string; number: number; printed: string };

interface Schema extends DBSchema {
  held: { key: string; value: Held };
}
const DEVICE = 'counterfoil.device';
/** As many are left when the next are reserved. */
const FEW = 50;

let database: Promise<IDBPDatabase<Schema> | null> | undefined;
function open(): Promise<IDBPDatabase<Schema> | null> {
  database ??= openDB<Schema>('counterfoil-numbers', 1, {
    upgrade: (db) => void db.createObjectStore('held', { keyPath: 'name' }),
  }).catch(() => null);
  return database;
}

const left = ({ blocks }: Held): number => blocks.reduce((sum, { next, last }) => sum + last + 1 - next, 0);

/** Reserves more where few are left. Without an answer it is asked again later, and the server answers the same. */
export async function holdNumbers(name: string, exhibitionId: string): Promise<void> {
  const db = await open();
  const held = (await db?.get('held', name)) ?? { name, blocks: [] };
  if (!db || left(held) >= FEW) return;
  const known = held.blocks.at(-1)?.id;
  const device = deviceName();
  const block = await api.post<Camelized<Answer>>('/exhibition/desk/numbers', {
    exhibitionId,
    device,
    ...(known && { known }),
  });
  const write = db.transaction('held', 'readwrite');
  const now = (await write.store.get(name)) ?? { name, blocks: [] };
  // Another tab has asked at the same time.
  if (!now.blocks.some(({ id }) => id === block.id)) {
    // The last one stays, used up as well: the server is told which is known.
    const blocks = [...now.blocks.filter(({ next, last }) => next <= last), { ...block, next: block.first }];
    await write.store.put({ name, blocks });
  }
  await write.done;
}

/** The next number; null when none is left. */
export async function drawNumber(name: string): Promise<Numbered | null> {
  const db = await open();
  if (!db) return null;
  const write = db.transaction('held', 'readwrite');
  const held = await write.store.get(name);
  const block = held?.blocks.find(({ next, last }) => next <= last);
  if (held && block) {
    const blocks = held.blocks.map((one) => (one === block ? { ...one, next: one.next + 1 } : one));
    await write.store.put({ name, blocks });
  }
  await write.done;
  if (!block) return null;
  return { blockId: block.id, number: block.next, printed: block.prefix + String(block.next).padStart(6, '0') };
}

function deviceName(): string {
  const known = localStorage.getItem(DEVICE);
  if (known) return known;
  const made = crypto.randomUUID();
  localStorage.setItem(DEVICE, made);
  return made;
}
