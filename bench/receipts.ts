import { readPicture } from '../kernel/ocr/index.ts';
import { compareReceipts, type Receipt, readReceipt, rowsOf, sharedRows } from '../kernel/payment-proofs/index.ts';
import { APPS, Chance, COPIES, paidAgain, purchase, screenshot } from '../test/receipts/set.ts';

/**
 * How well receipts are read and copies recognized, over the whole set of test/receipts: `npm run bench:receipts --
 * --each=4`. Each app draws `each` receipts; of each, seven copies and one receipt of the same payer and amount minutes
 * later. Every picture is compared with every other one of its app, as `readProof` does. Prints shares and the time a
 * picture takes; about a second of processor time each.
 */
const each = Number(/--each=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 4);
const seed = Number(/--seed=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 20_261_122);

type Read = { app: string; family: string; kind: string; receipt: Receipt; rows: Uint32Array };
const chance = new Chance(seed);
const all: Read[] = [];
const right = { amount: 0, when: 0, payer: 0, reference: 0 };
const started = Date.now();

for (const app of APPS) {
  for (let n = 0; n < each; n++) {
    const bought = purchase(chance);
    const later = paidAgain(chance, bought);
    const picture = await screenshot(app, bought);
    const pictures = [
      { family: `${n}`, kind: 'original', bought, bytes: picture },
      { family: `${n} again`, kind: 'another', bought: later, bytes: await screenshot(app, later) },
    ];
    for (const copy of COPIES) {
      pictures.push({ family: `${n}`, kind: copy.name, bought, bytes: await copy.make(picture, chance) });
    }
    for (const { family, kind, bought: b, bytes } of pictures) {
      const amountMinor = app.currency === 'RWF' ? b.amountMinor / 100 : b.amountMinor;
      const reading = await readPicture(bytes);
      const receipt = readReceipt(reading.lines, { currency: app.currency, amountMinor });
      all.push({ app: app.name, family: `${app.name} ${family}`, kind, receipt, rows: rowsOf(reading.rowHashes) });
      if (receipt.amountMinor === amountMinor) right.amount++;
      if (`${receipt.day}T${receipt.time}` === b.at.toISOString().slice(0, 16)) right.when++;
      if (receipt.payer?.toLowerCase() === b.payer.toLowerCase()) right.payer++;
      if (receipt.reference && b.reference.includes(receipt.reference)) right.reference++;
    }
  }
}
const perPicture = (Date.now() - started) / all.length;

const warns = (a: Read, b: Read) => {
  const compared = compareReceipts(a.receipt, b.receipt);
  return compared === 'same' || (compared === 'unclear' && sharedRows(a.rows, b.rows) !== null);
};
const copies = all.filter(({ kind }) => kind !== 'original' && kind !== 'another');
const missed = copies.filter((copy) => {
  const original = all.find((one) => one.family === copy.family && one.kind === 'original') as Read;
  return !warns(copy, original);
});
const wrong = all.filter((one) => all.some((other) => other.family !== one.family && warns(one, other)));
// Before any text is read: the result of the pictures' rows alone.
const byRows = copies.filter((copy) => {
  const original = all.find((one) => one.family === copy.family && one.kind === 'original') as Read;
  return sharedRows(copy.rows, original.rows) !== null;
});

const percent = (n: number, of: number) => `${((100 * n) / of).toFixed(1)} %`;
console.log(
  `${all.length} pictures of ${APPS.length} apps, ${perPicture.toFixed(0)} ms each (drawn, changed and read)`,
);
for (const [what, n] of Object.entries(right)) console.log(`read right, ${what}: ${percent(n, all.length)}`);
console.log(`copies warned of: ${percent(copies.length - missed.length, copies.length)} of ${copies.length}`);
for (const { family, kind } of missed) console.log(`  missed: ${family}, ${kind}`);
console.log(`warned of wrongly: ${percent(wrong.length, all.length)} of ${all.length}`);
for (const { family, kind } of wrong) console.log(`  wrong: ${family}, ${kind}`);
console.log(`copies that share rows with the original, nothing read: ${percent(byRows.length, copies.length)}`);
process.exit();
