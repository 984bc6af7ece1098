/** What a person can do with a message. */
import { describe, expect, it } from 'vitest';
import { eventually } from '../../test/harness/index.ts';
import { newId } from '../lib/ids.ts';
import { cancelMessage, resendMessage, resendMessages } from './index.ts';
import { outboxOfFile, PIXEL, secretLink, someone } from './test/outbox.ts';

const box = outboxOfFile();

describe('a person', () => {
  it('sends a sent message again as a copy, and the record of the first stays', async () => {
    const to = someone();
    const id = await box.queue(to);
    await box.becomes(id, 'sent');
    const again = await resendMessage(box.organization.ctx, id);
    if (!again.ok) throw new Error(again.code);
    expect(again.data.as).not.toBe(id);
    await box.becomes(again.data.as, 'sent');
    expect(await box.row(id)).toMatchObject({ state: 'sent', resent_as: again.data.as });
    const parsed = await Promise.all((await box.smtp.waitFor({ to, count: 2 })).map((mail) => mail.parse()));
    expect(parsed[0]?.messageId).not.toBe(parsed[1]?.messageId);
    const entry = await box.system
      .selectFrom('audit_entry')
      .selectAll()
      .where('subject_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({
      action: 'messages.resent',
      after: { state: 'queued', to, template: 'test.hello', resent_as: again.data.as },
    });
  });

  it('resends many at once, gets the list of those that can’t be resent, and no more than a page', async () => {
    const failed = await box.queue(someone(), { template: 'gone.module' });
    await box.becomes(failed, 'failed');
    const unanswered = newId();
    expect(await resendMessages(box.organization.ctx, [failed, unanswered, failed])).toEqual({
      ok: true,
      data: { resent: [{ id: failed, as: failed }], refused: [{ id: unanswered, code: 'messages.not_found' }] },
    });
    expect(
      await resendMessages(
        box.organization.ctx,
        Array.from({ length: 201 }, () => newId()),
      ),
    ).toMatchObject({ code: 'messages.too_many' });
  });

  it('cancels a waiting message, but not a sent one', async () => {
    box.smtp.behave('greylist', 'later-');
    const id = await box.queue(someone('later'));
    await eventually(async () => (await box.row(id)).deferrals === 1);
    expect(await cancelMessage(box.organization.ctx, id)).toMatchObject({ ok: true });
    box.app.clock.advance(3_600_000);
    await box.dispatcher.drain();
    expect(await box.row(id)).toMatchObject({ state: 'cancelled' });
    const gone = await box.queue(someone());
    await box.becomes(gone, 'sent');
    expect(await cancelMessage(box.organization.ctx, gone)).toMatchObject({ code: 'messages.not_cancellable' });
  });

  it('reads what was sent, with its pictures, but never a confidential link', async () => {
    const id = await box.queue(someone());
    await box.becomes(id, 'sent');
    const { preview } = await box.detail(id);
    expect(preview).toMatchObject({
      as_sent: true,
      confidential: false,
      attachments: [{ filename: 'dot.png', content_type: 'image/png', bytes: PIXEL.length }],
    });
    expect(preview?.html).toContain(`data:image/png;base64,${PIXEL.toString('base64')}`);
    const hidden = await box.queue(someone(), { template: secretLink, params: {} });
    await box.becomes(hidden, 'sent');
    expect(JSON.stringify([await box.detail(hidden), await box.row(hidden)])).not.toContain('token');
    expect((await box.detail(hidden)).preview).toMatchObject({
      subject: 'Your link',
      text: null,
      html: null,
      confidential: true,
    });
  });
});
