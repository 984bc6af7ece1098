/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

/** The card of a page: its title, what it is about, its form. */
export function Card({ title, text, children }: { title: string; text?: string; children: ComponentChildren }) {
  document.title = `${title} · Counterfoil`;
  return (
    <section class="card stack">
      <div>
        <h1>{title}</h1>
        {text && <p class="faint">{text}</p>}
      </div>
      {children}
    </section>
  );
}
