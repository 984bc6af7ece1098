/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { PageBrand } from '../../branding/contract.ts';
import { shadesOf } from '../../lib/colour.ts';

type Props = {
  /** undefined until the page's first answer */
  brand: PageBrand | undefined;
  /** The document's title, once it is known. */
  title: string | null | false | undefined;
};

/** The head of a page for customers: whose it is, by name, logo and colour, and nothing of ours. */
export function Brand({ brand, title }: Props) {
  const [broken, setBroken] = useState(false);
  const colour = brand?.colour;
  const logo = broken ? null : (brand?.logo ?? null);
  useEffect(() => {
    if (title) document.title = title;
  }, [title]);
  useEffect(() => {
    if (colour) colourPage(colour);
  }, [colour]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (icon && logo) icon.href = logo;
  }, [logo]);
  return (
    <div class="brand">
      {/* The name beside it says whose it is. Without a network, or once deleted, the name stands alone. */}
      {logo && <img class="logo" src={logo} alt="" onError={() => setBroken(true)} />}
      <span translate={false}>{brand?.name ?? '\u00a0'}</span>
    </div>
  );
}

/** light.css takes the shade of the day or of the dark; without one it has its own. */
function colourPage(colour: string): void {
  const { light, dark } = shadesOf(colour);
  document.documentElement.style.setProperty('--their-light', light);
  document.documentElement.style.setProperty('--their-dark', dark);
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', light);
}
