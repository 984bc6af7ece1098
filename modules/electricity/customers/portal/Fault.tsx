/** @jsxImportSource preact */

/** Why something was refused; a screen reader reads it at once. */
export function Fault({ text }: { text: string | null }) {
  return text ? (
    <div class="alert" role="alert">
      {text}
    </div>
  ) : null;
}
