import { type Layout, readings } from './layouts.ts';

/**
 * The code of the guide (docs/guides/pictures/scanner-test.webp) with which a hand scanner is tried: all kinds of
 * characters that our codes have, and the keys that other layouts have elsewhere.
 */
export const TEST_CODE = 'Cf-Test:aAqQzZwWyYmM_0123456789./';

/** What a scanner typed until it paused. */
export type Typed = { text: string; ended: 'enter' | 'tab' | 'nothing'; alt: boolean; slowestGapMs: number };

type Finding = {
  /** a text below console.scan.check, or console.scan.keyboard for a layout */
  name:
    | Layout
    | 'one_case'
    | 'layout'
    | 'other'
    | 'missing'
    | 'before'
    | 'before_lost'
    | 'after'
    | 'after_lost'
    | 'slow'
    | 'alt'
    | Typed['ended'];
  /** the characters that it concerns */
  text?: string;
};
export type Verdict = { works: boolean; findings: Finding[] };

/** A person's longest pause that listenToWedge bridges (wedge.ts). */
const SLOW_MS = 250;

/** What is taken away around a code by `repaired`. */
const KNOWN_BEFORE = /^\s*(\][A-Za-z]\d)?$/;
const KNOWN_AFTER = /^[,;\s]*$/;

/** Whether codes of this scanner are read, what is repaired by itself, and what has to be set in the scanner. */
export function judgeScanner({ text, ended, alt, slowestGapMs }: Typed): Verdict {
  const found = foundIn(text);
  const lost = found ? [] : [faultOf(text)];
  const around = found ? aroundOf(found.before, found.after) : [];
  const slow: Finding[] = slowestGapMs > SLOW_MS ? [{ name: 'slow' }] : [];
  const bad = [...lost, ...around.filter(({ name }) => name.endsWith('_lost')), ...slow];
  const fine: Finding[] = [
    ...(found?.layout ? [{ name: found.layout }] : []),
    ...around.filter(({ name }) => !name.endsWith('_lost')),
    ...(alt ? [{ name: 'alt' as const }] : []),
    ...(found ? [{ name: ended }] : []),
  ];
  return { works: bad.length === 0, findings: [...bad, ...fine] };
}

function foundIn(typed: string) {
  for (const { text, layout } of readings(typed)) {
    const at = text.indexOf(TEST_CODE);
    if (at >= 0) return { layout, before: text.slice(0, at), after: text.slice(at + TEST_CODE.length) };
  }
  return null;
}

function aroundOf(before: string, after: string): Finding[] {
  return [
    ...(before
      ? [{ name: KNOWN_BEFORE.test(before) ? ('before' as const) : ('before_lost' as const), text: before }]
      : []),
    ...(after ? [{ name: KNOWN_AFTER.test(after) ? ('after' as const) : ('after_lost' as const), text: after }] : []),
  ];
}

function faultOf(typed: string): Finding {
  for (const { text } of readings(typed)) {
    if (text.toLowerCase().includes(TEST_CODE.toLowerCase())) return { name: 'one_case' };
    const missing = missingIn(text.trim());
    if (missing) return { name: 'missing', text: missing };
  }
  // Without its letters and figures it may still be the test's code: as long as that, and as the same keys repeat.
  return { name: Math.abs(Array.from(typed.trim()).length - TEST_CODE.length) <= 4 ? 'layout' : 'other' };
}

/** The characters of the test's code that a text lacks which has most of the others, in their order. */
function missingIn(text: string): string | null {
  const missing: string[] = [];
  let at = 0;
  for (const char of TEST_CODE) {
    if (text[at] === char) at++;
    else missing.push(char);
  }
  return at === text.length && missing.length <= TEST_CODE.length / 3 ? missing.join('') : null;
}

/** A scanner that ends with nothing is done by then; twice the pause that is still bridged. */
const SILENCE_MS = 600;

/** Collects what is typed, keys of Alt and numbers too, and hands it over at each pause. Returns how to stop. */
export function listenToAll(onTyped: (typed: Typed) => void): () => void {
  let text = '';
  let ended: Typed['ended'] = 'nothing';
  let alt = '';
  let usedAlt = false;
  let last = 0;
  let slowestGapMs = 0;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const done = () => {
    if (text.length >= 4) onTyped({ text, ended, alt: usedAlt, slowestGapMs });
    text = '';
    ended = 'nothing';
    usedAlt = false;
    slowestGapMs = 0;
  };
  const add = (char: string, at: number) => {
    if (text !== '') slowestGapMs = Math.max(slowestGapMs, at - last);
    last = at;
    text += char;
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    clearTimeout(silence);
    silence = setTimeout(done, SILENCE_MS);
    if (event.altKey && /^\d$/.test(event.key)) alt += event.key;
    else if (event.key.length === 1) add(event.key, event.timeStamp);
    else if ((event.key === 'Enter' || event.key === 'Tab') && text !== '')
      ended = event.key === 'Enter' ? 'enter' : 'tab';
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const released = (event: KeyboardEvent) => {
    if (event.key !== 'Alt' || alt === '') return;
    const code = Number(alt);
    alt = '';
    usedAlt = true;
    if (code >= 32 && code < 127) add(String.fromCharCode(code), event.timeStamp);
  };
  document.addEventListener('keydown', pressed, { capture: true });
  document.addEventListener('keyup', released, { capture: true });
  return () => {
    clearTimeout(silence);
    document.removeEventListener('keydown', pressed, { capture: true });
    document.removeEventListener('keyup', released, { capture: true });
  };
}
