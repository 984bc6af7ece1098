/**
 * The messages that the Cloud API refuses: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
 */

export type Fault = { code: number; details: string };

// biome-ignore lint/suspicious/noExplicitAny: the wire's own shape, not to be trusted
type Body = any;

export function faultOf(body: Body, knowsMedia: (id: string) => boolean): Fault | null {
  if (body.messaging_product !== 'whatsapp') return invalid('messaging_product is required');
  if (!body.to && !body.recipient) return invalid('The parameter to is required.');
  switch (body.type) {
    case 'text':
      return length('text.body', body.text?.body, 1, 4096);
    case 'image':
    case 'document':
      return mediaFault(body[body.type], knowsMedia) ?? length('caption', body[body.type].caption ?? '', 0, 1024);
    case 'interactive':
      return interactiveFault(body.interactive, knowsMedia);
    case 'template':
      return templateFault(body.template);
    default:
      return { code: 131051, details: `Message type ${body.type} is not supported` };
  }
}

function interactiveFault(it: Body, knowsMedia: (id: string) => boolean): Fault | null {
  const faults = [length('interactive.body.text', it?.body?.text, 1, 1024)];
  if (it?.header) {
    if (it.type === 'list' && it.header.type !== 'text') faults.push(invalid('header of a list must be text'));
    else if (it.header.type !== 'text') faults.push(mediaFault(it.header[it.header.type], knowsMedia));
  }
  const choices = it?.type === 'button' ? buttonsFault(it.action?.buttons, faults) : rowsFault(it, faults);
  const ids = choices.map((choice) => choice.id);
  if (new Set(ids).size !== ids.length) faults.push(invalid('Duplicated id'));
  for (const id of ids) faults.push(length('id', id, 1, 256));
  return faults.find((fault) => fault !== null) ?? null;
}

function buttonsFault(buttons: Body[] = [], faults: (Fault | null)[]): { id: string }[] {
  if (buttons.length < 1 || buttons.length > 3)
    faults.push(invalid('Invalid buttons count. Min allowed buttons: 1, Max: 3'));
  const titles = buttons.map((button) => button.reply?.title);
  if (new Set(titles).size !== titles.length) faults.push(invalid('Duplicated title'));
  for (const title of titles) faults.push(length('button title', title, 1, 20));
  return buttons.map((button) => button.reply ?? {});
}

function rowsFault(it: Body, faults: (Fault | null)[]): { id: string }[] {
  if (it?.type !== 'list') faults.push(invalid(`interactive type ${it?.type}`));
  const rows: Body[] = (it?.action?.sections ?? []).flatMap((section: Body) => section.rows ?? []);
  faults.push(length('action.button', it?.action?.button, 1, 20));
  if (rows.length < 1 || rows.length > 10) faults.push(invalid('Total row count exceed max allowed count: 10'));
  for (const row of rows) {
    faults.push(length('row title', row.title, 1, 24));
    faults.push(length('row description', row.description ?? '', 0, 72));
  }
  return rows;
}

function templateFault(it: Body): Fault | null {
  if (!it?.name || !it.language?.code) return invalid('template name and language are required');
  for (const { text } of it.components?.[0]?.parameters ?? [])
    if (/[\n\t]| {5}/.test(text))
      return invalid('Param text cannot have new-line/tab characters or more than 4 consecutive spaces');
  return null;
}

function mediaFault(it: Body, knowsMedia: (id: string) => boolean): Fault | null {
  return knowsMedia(it?.id) ? null : { code: 131052, details: 'Media download error: no such media id' };
}

function length(name: string, text: unknown, least: number, most: number): Fault | null {
  const size = typeof text === 'string' ? text.length : -1;
  return size >= least && size <= most
    ? null
    : invalid(`${name} must be ${least} to ${most} characters long, it is ${size}`);
}

const invalid = (details: string): Fault => ({ code: 100, details });
