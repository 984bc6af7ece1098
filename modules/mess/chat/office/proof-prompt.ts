import type { Prompt } from '../../../../kernel/conversations/index.ts';
import type { Ctx } from '../../../../kernel/ctx/index.ts';
import { formatMoney, formattingOf, t } from '../../../../kernel/i18n/index.ts';
import { paymentDetail } from '../../../../kernel/payment-proofs/index.ts';
import { CYCLE_PAYMENT } from '../../names.ts';

export type WaitingProof = NonNullable<Awaited<ReturnType<typeof waitingProof>>>;

/** A payment of the mess with its details, while a proof of it waits; null when it was decided. */
export async function waitingProof(ctx: Ctx, paymentId: string) {
  const found = await paymentDetail(ctx, paymentId);
  return found.ok && found.data.subject.type === CYCLE_PAYMENT && found.data.state === 'submitted' ? found.data : null;
}

/** The warnings about a proof, a line each: the same picture elsewhere, the same transaction. */
export function warningsOf(ctx: Ctx, { signals }: WaitingProof): string[] {
  return signals.flatMap(({ kind, here, elsewhere }) => [
    ...here.map(({ reference, payer_name, state }) =>
      t(ctx, `chat.mess.office.proof.warning.${kind}`, {
        reference,
        who: payer_name,
        state: t(ctx, `chat.mess.office.proof.states.${state}`),
      }),
    ),
    ...(elsewhere > 0 ? [t(ctx, 'chat.mess.office.proof.warning.elsewhere')] : []),
  ]);
}

/** The latest proof as a message: its picture or document, who paid what, and the warnings. */
export function proofPrompt(ctx: Ctx, waiting: WaitingProof): Prompt {
  const [latest] = waiting.proofs;
  const file = latest?.file;
  const lines = [
    t(ctx, 'chat.mess.office.proof.one', {
      title: waiting.subject.title,
      amount: formatMoney(waiting.amount_minor, waiting.currency, formattingOf(ctx)),
      reference: waiting.reference,
    }),
    ...(latest?.transaction_reference
      ? [t(ctx, 'chat.mess.office.proof.transaction', { number: latest.transaction_reference })]
      : []),
    ...(latest?.caption ? [`“${latest.caption}”`] : []),
    ...(waiting.first_approval ? [t(ctx, 'chat.mess.office.proof.first', { by: waiting.first_approval.by })] : []),
    ...warningsOf(ctx, waiting),
  ];
  const picture = file?.content_type.startsWith('image/');
  return {
    text: lines.join('\n'),
    ...(file && picture && { image: file.id }),
    ...(file && !picture && { document: { fileId: file.id, name: file.name } }),
  };
}
