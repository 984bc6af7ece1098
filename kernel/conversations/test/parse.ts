/**
 * Transcripts: a conversation as a text file, said and answered.
 *
 *   # a remark
 *   channel: web            the channel, and the language that it says the person has
 *   language: es
 *
 *   > hola                  said
 *   > [Rifas]               tapped: the latest button of that label
 *   > (photo receipt.jpg) here it is
 *   > (document receipt.pdf)      > (sticker)      > (start r-7KQ2)      > (wait 31 minutes)
 *   ! verify payment        something that the test does in between, by its name
 *   < ¡Hola! {…}            answered, line by line; {…} is anything, {code} anything that is called so from here on
 *   < [Rifas] [Mis boletos] the choices of a message
 *   < …                     any lines
 */

import { plain } from './plain.ts';

export type Turn = {
  /** null: messages without a previous act, at the beginning */
  act: Act | null;
  /** the line in the file */
  source: string;
  line: number;
  expected: { text: string; line: number }[];
};

export type Act =
  | { kind: 'say'; text: string }
  | { kind: 'tap'; label: string }
  | { kind: 'file'; file: 'photo' | 'document'; name: string; caption: string }
  | { kind: 'other'; what: string }
  | { kind: 'start'; payload: string }
  | { kind: 'wait'; minutes: number }
  | { kind: 'do'; name: string; words: string[] };

export type Transcript = { channel: string; language: string; turns: Turn[] };

const UNITS: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

/** Parses a transcript. Throws with the line's number when a line is malformed. */
export function parseTranscript(text: string): Transcript {
  const header: Record<string, string> = { channel: 'web', language: 'en' };
  const turns: Turn[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const source = raw.trim();
    if (source === '' || source.startsWith('#')) continue;
    const mark = source[0];
    const rest = source.slice(1).trim();
    if (mark === '>') turns.push({ act: readAct(rest, line), source, line, expected: [] });
    else if (mark === '!') {
      const [name = '', ...words] = rest.split(/\s+/);
      turns.push({ act: { kind: 'do', name, words }, source, line, expected: [] });
    } else if (mark === '<') {
      if (turns.length === 0) turns.push({ act: null, source: '', line, expected: [] });
      if (rest !== '') turns.at(-1)?.expected.push({ text: plain(rest), line });
    } else {
      const [, key = '', value = ''] = /^(\w+):\s*(.+)$/.exec(source) ?? [];
      if (!(key in header) || turns.length > 0) throw new Error(`line ${line} is none of a transcript: ${source}`);
      header[key] = value;
    }
  }
  return { channel: header.channel as string, language: header.language as string, turns };
}

function readAct(source: string, line: number): Act {
  const tap = /^\[(.+)\]$/.exec(source);
  if (tap) return { kind: 'tap', label: tap[1] as string };
  const stage = /^\(([a-z]+)(?:\s+([^)]*))?\)\s*(.*)$/.exec(source);
  if (!stage) return { kind: 'say', text: source };
  const [, what = '', detail = '', after = ''] = stage;
  if (what === 'photo' || what === 'document')
    return { kind: 'file', file: what, name: detail || (what === 'photo' ? 'photo.png' : 'paper.pdf'), caption: after };
  if (what === 'start') return { kind: 'start', payload: detail };
  if (what !== 'wait') return { kind: 'other', what };
  const [, number = '', unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(detail) ?? [];
  if (!number) throw new Error(`line ${line}: wait how long? (wait 31 minutes)`);
  return { kind: 'wait', minutes: Number(number) * (UNITS[unit] as number) };
}
