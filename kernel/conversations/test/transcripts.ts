/** Runs transcripts as tests. Not part of the program. */
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../../test/harness/index.ts';
import type { ChannelName } from '../../channels/index.ts';
import { explain, fill, matchLines } from './match.ts';
import { type Act, parseTranscript } from './parse.ts';
import { directPhone, type Phone } from './phone.ts';
import { Stage } from './stage.ts';

export { directPhone, type Phone } from './phone.ts';
export { Stage } from './stage.ts';

export type Hooks = {
  /**
   * called before the first line, in a new organization; the fields of the returned object can be used as `{name}` in
   * the file
   */
  prepare?(stage: Stage): Promise<unknown>;
  /** the actions of `! name words`; the fields of a returned object can be used from then on */
  does?: Record<string, (stage: Stage, ...words: string[]) => Promise<unknown>>;
  /** other work while time passes, besides timeouts of questions */
  wait?(stage: Stage): Promise<void>;
  /**
   * where it runs; absent: in the test worker's application, in a new organization, without fake servers of the
   * channels
   */
  place?(): Promise<{
    app: TestApp;
    organization: TestOrganization;
    phone(channel: string, language: string): Phone;
    /** called at the end of the transcript */
    leave?(): Promise<void>;
  }>;
};

/**
 * One test for each file that matches the pattern (from the repository's root); `./parse.ts` describes the format.
 * Fails when there are no files, and when a line differs: then it shows the file's lines next to the actual ones.
 */
export function runTranscripts(pattern: string | string[], hooks: Hooks = {}): void {
  const files = globSync(pattern).sort();
  describe('transcripts', () => {
    if (files.length === 0) it(`of ${pattern}`, () => Promise.reject(new Error('there are none')));
    for (const file of files) it(file, () => playTranscript(file, readFileSync(file, 'utf8'), hooks));
  });
}

/** Runs one transcript; throws with the lines side by side where they differ. */
export async function playTranscript(file: string, text: string, hooks: Hooks = {}): Promise<Stage> {
  const { channel, language, turns } = parseTranscript(text);
  const place = await (hooks.place ?? ordinaryPlace)();
  const stage = new Stage(place.app, place.organization, place.phone(channel, language));
  try {
    Object.assign(stage.captured, await hooks.prepare?.(stage));
    for (const turn of turns) {
      if (turn.act) {
        await act(stage, turn.act, hooks).catch((error: Error) => {
          throw new Error(`${file}:${turn.line}  ${turn.source}\n${error.message}`, { cause: error });
        });
      }
      const actual = await stage.received();
      const found = matchLines(
        turn.expected.map((one) => one.text),
        actual,
        stage.captured,
      );
      if (!found) throw new Error(explain(file, turn, actual, stage.captured));
      stage.captured = found;
    }
    return stage;
  } finally {
    stage.leave();
    await place.leave?.();
  }
}

async function ordinaryPlace(): ReturnType<NonNullable<Hooks['place']>> {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const phone = (channel: string, language: string) => directPhone(app, organization, channel as ChannelName, language);
  return { app, organization, phone };
}

async function act(stage: Stage, act: Act, hooks: Hooks): Promise<void> {
  const filled = (text: string) => fill(text, stage.captured);
  switch (act.kind) {
    case 'say':
      return stage.send({ kind: 'text', text: filled(act.text) });
    case 'tap':
      return stage.phone.tap(filled(act.label));
    case 'start':
      return stage.send({ kind: 'start', payload: filled(act.payload) });
    case 'file':
    case 'other':
      return stage.send(act);
    case 'wait':
      await stage.wait(act.minutes);
      return hooks.wait?.(stage);
    case 'do': {
      const done = hooks.does?.[act.name];
      if (!done) throw new Error(`this test does nothing that is called ${act.name}`);
      Object.assign(stage.captured, await done(stage, ...act.words.map(filled)));
    }
  }
}
