/**
 * The process that reads pictures: receives bytes, answers text and row hashes. index.ts starts it; it ends with its
 * parent.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { createWorker, PSM, type Worker } from 'tesseract.js';
import type { PictureReading, Question, Reply } from './index.ts';
import { rowHashes } from './row-hashes.ts';

// One thread for image processing as well: the reader must not take processors from other work.
sharp.concurrency(1);

/**
 * The letters in a phone's screenshot are then 20 to 40 pixels high; larger ones take longer and are not read better.
 */
const WIDTH = { least: 800, most: 1000 };
const MAX_HEIGHT = 3000;

let tesseract: Promise<Worker> | undefined;

async function started(): Promise<Worker> {
  const data = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
  // The language data of the npm package: nothing is downloaded, and nothing is written beside the program.
  const worker = await createWorker('eng', 1, {
    langPath: join(data, '4.0.0_best_int'),
    gzip: true,
    cacheMethod: 'none',
  });
  // Sparse: labels and values are anywhere on a receipt, not in the columns of a page.
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SPARSE_TEXT });
  return worker;
}

async function read(bytes: Uint8Array): Promise<PictureReading> {
  tesseract ??= started();
  const { width } = await sharp(bytes).metadata();
  const wide = Math.min(WIDTH.most, Math.max(WIDTH.least, width));
  const grey = sharp(bytes).flatten({ background: '#fff' }).greyscale();
  const [page, hashes] = await Promise.all([
    grey
      .clone()
      .resize({ width: wide, height: MAX_HEIGHT, fit: 'inside' })
      .normalise()
      .png({ compressionLevel: 1 })
      .toBuffer(),
    rowHashes(bytes),
  ]);
  const { data } = await (await tesseract).recognize(page, {}, { blocks: true });
  const pieces = (data.blocks ?? []).flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines));
  return { lines: inRows(pieces), confidence: Math.round(data.confidence), rowHashes: hashes };
}

type Piece = { text: string; bbox: { x0: number; y0: number; x1: number; y1: number } };

/**
 * Orders the text as lines from top to bottom. Sparse text comes in pieces; pieces side by side become one line, from
 * left to right, so that a label and its value at the other edge of the screen stay together.
 */
function inRows(pieces: Piece[]): string[] {
  const middle = ({ bbox }: Piece) => (bbox.y0 + bbox.y1) / 2;
  const rows: Piece[][] = [];
  for (const piece of pieces.toSorted((a, b) => middle(a) - middle(b))) {
    const last = rows.at(-1)?.at(-1);
    if (last && middle(piece) < last.bbox.y1 && middle(last) > piece.bbox.y0) rows.at(-1)?.push(piece);
    else rows.push([piece]);
  }
  return rows
    .map((row) => row.toSorted((a, b) => a.bbox.x0 - b.bbox.x0).map(({ text }) => text.trim()))
    .map((texts) => texts.filter(Boolean).join('  '))
    .filter(Boolean);
}

process.on('message', async ({ id, bytes }: Question) => {
  const reply: Reply = await read(bytes).then(
    (reading) => ({ id, reading }),
    (error: unknown) => ({ id, error: String((error as Error)?.message ?? error).slice(0, 300) }),
  );
  process.send?.(reply);
});
process.on('disconnect', () => process.exit());
