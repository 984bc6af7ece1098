/** Entry point of the ocr package: reads the text of a picture, in a separate process of low priority. */
import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { definePackage } from '../module/index.ts';

/** The content of a picture. */
export type PictureReading = {
  /** lines of text from top to bottom */
  lines: string[];
  /** 0 to 100, as Tesseract estimates it */
  confidence: number;
  /** one hash of 64 bits, in hex, for each row of content from top to bottom: see row-hashes.ts */
  rowHashes: string[];
};

export type Question = { id: number; bytes: Uint8Array };
export type Reply = { id: number; reading: PictureReading } | { id: number; error: string };

/** A receipt takes two to five seconds; a read that takes this long hangs. */
const TIMEOUT_MS = 90_000;
/** Tesseract holds some 300 MB, so an idle reader ends after this time. */
const IDLE_MS = 30_000;

type Waiting = { resolve(reading: PictureReading): void; reject(error: Error): void };

let child: ChildProcess | undefined;
let idle: NodeJS.Timeout | undefined;
let questions = 0;
const waiting = new Map<number, Waiting>();
/** One picture at a time: two at once would only delay each other. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Reads a picture (bytes of a JPEG, PNG or WebP). Takes seconds, so call it in a job and never in a request. Throws
 * when the picture can't be opened, when reading takes more than 90 seconds, or when the reader died.
 */
export function readPicture(bytes: Uint8Array): Promise<PictureReading> {
  const reading = turn.then(() => ask(bytes));
  turn = reading.catch(() => {});
  return reading;
}

async function ask(bytes: Uint8Array): Promise<PictureReading> {
  clearTimeout(idle);
  child ??= start();
  const reader = child;
  hold(reader, true);
  const id = ++questions;
  const tooLong = setTimeout(() => reader.kill('SIGKILL'), TIMEOUT_MS);
  try {
    return await new Promise<PictureReading>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      reader.send({ id, bytes } satisfies Question, (error) => error && reject(error));
    });
  } finally {
    clearTimeout(tooLong);
    waiting.delete(id);
    hold(reader, false);
    idle = setTimeout(stop, IDLE_MS).unref();
  }
}

function start(): ChildProcess {
  const reader = fork(new URL('./reader.process.ts', import.meta.url), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--max-old-space-size=256'],
  });
  // No person waits for it, so everything else on the machine goes first.
  if (reader.pid) setPriority(reader.pid, constants.priority.PRIORITY_LOW);
  reader.on('message', (reply: Reply) => {
    const asked = waiting.get(reply.id);
    if ('reading' in reply) asked?.resolve(reply.reading);
    else asked?.reject(new Error(`a picture could not be read: ${reply.error}`));
  });
  const died = (cause: unknown) => {
    if (child === reader) child = undefined;
    for (const asked of waiting.values()) asked.reject(new Error('the process that reads pictures ended', { cause }));
  };
  reader.on('error', died);
  reader.on('exit', died);
  hold(reader, false);
  return reader;
}

/** While it reads, the command must not end; when it is idle, it must not keep the command from ending. */
function hold(reader: ChildProcess, busy: boolean): void {
  if (busy) reader.ref();
  else reader.unref();
  if (busy) reader.channel?.ref();
  else reader.channel?.unref();
}

function stop(): void {
  clearTimeout(idle);
  child?.kill('SIGTERM');
  child = undefined;
}

export const ocrPackage = definePackage({
  name: 'ocr',
  async start() {
    return { stop: async () => stop() };
  },
});
