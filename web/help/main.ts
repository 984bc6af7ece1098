import '../../kernel/ui/light/light.css';
import './help.css';
import type MiniSearch from 'minisearch';

/** The search of /help. Its index is loaded when somebody goes to the field. */

type Entry = { id: string; page: string; title: string; text: string };

const MAX_FOUND = 8;

const form = document.querySelector<HTMLFormElement>('form[role="search"]');
const input = form?.querySelector('input');
const list = form?.querySelector('ol');
if (form && input && list) start(form, input, list);

// A phone shows the list of guides when it is asked for; a wide screen has room for it.
const wide = matchMedia('(min-width: 60rem)');
const guides = document.querySelector<HTMLDetailsElement>('.guides details');
const openWhereWide = () => guides?.toggleAttribute('open', wide.matches);
wide.addEventListener('change', openWhereWide);
openWhereWide();

function start(box: HTMLFormElement, field: HTMLInputElement, found: HTMLOListElement): void {
  let index: Promise<MiniSearch<Entry>> | undefined;
  box.hidden = false;
  field.addEventListener('focus', () => void open());
  field.addEventListener('input', () => void show());
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    if (event.key === 'ArrowDown') found.querySelector('a')?.focus();
  });
  found.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      close();
      field.focus();
    } else if (step) {
      event.preventDefault();
      const links = [...found.querySelectorAll('a')];
      const at = links.indexOf(document.activeElement as HTMLAnchorElement) + step;
      (links[at] ?? field).focus();
    }
  });
  // A link to a section of this page: the list is in its way.
  found.addEventListener('click', close);
  box.addEventListener('submit', (event) => {
    event.preventDefault();
    void show().then(() => found.querySelector('a')?.click());
  });

  function close(): void {
    found.hidden = true;
  }

  function open(): Promise<MiniSearch<Entry>> {
    index ??= load(box.dataset.index ?? '').catch((error) => {
      index = undefined;
      throw error;
    });
    return index;
  }

  async function show(): Promise<void> {
    const words = field.value.trim();
    if (!words) return close();
    const all = (await open()).search(words).slice(0, MAX_FOUND);
    if (words !== field.value.trim()) return;
    found.replaceChildren(...(all.length > 0 ? all.map(lineOf) : [textOf(box.dataset.nothing ?? '')]));
    found.hidden = false;
  }
}

async function load(address: string): Promise<MiniSearch<Entry>> {
  const [{ default: Search }, answer] = await Promise.all([import('minisearch'), fetch(address)]);
  const index = new Search<Entry>({
    fields: ['title', 'page', 'text'],
    storeFields: ['page', 'title'],
    searchOptions: { boost: { title: 3, page: 2 }, prefix: true, fuzzy: 0.2, combineWith: 'AND' },
  });
  index.addAll(await answer.json());
  return index;
}

function lineOf({ id, page, title }: { id: string; page?: string; title?: string }): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = id;
  link.append(title ?? '');
  const small = document.createElement('small');
  small.textContent = page ?? '';
  link.append(small);
  item.append(link);
  return item;
}

function textOf(text: string): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = text;
  return item;
}
