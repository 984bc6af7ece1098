import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';

type View = { scale: number; x: number; y: number; turn: number };
const WHOLE: View = { scale: 1, x: 0, y: 0, turn: 0 };
const MAX_SCALE = 8;
/** The zoom of a click: the small print of a receipt becomes readable. */
const CLOSE = 2.5;
/** A finger or mouse that moved less than this has clicked. */
const STILL_PX = 5;

/**
 * Zooms by wheel, pinch and click, moves by dragging, rotates by quarters. Distances are pixels from the middle of the
 * box.
 */
export function usePanZoom() {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(WHOLE);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const moved = useRef(0);

  const zoomAt = useCallback((factor: number, clientX: number, clientY: number) => {
    const rect = box.current?.getBoundingClientRect();
    if (!rect) return;
    const x = clientX - rect.left - rect.width / 2;
    const y = clientY - rect.top - rect.height / 2;
    setView((now) => {
      const scale = Math.min(MAX_SCALE, Math.max(1, now.scale * factor));
      if (scale === 1) return { ...WHOLE, turn: now.turn };
      const ratio = scale / now.scale;
      return { ...now, scale, x: x - (x - now.x) * ratio, y: y - (y - now.y) * ratio };
    });
  }, []);

  useEffect(() => {
    const element = box.current;
    // A native listener: React's wheel handler can't stop the page from scrolling.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      zoomAt(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
    };
    element?.addEventListener('wheel', wheel, { passive: false });
    return () => element?.removeEventListener('wheel', wheel);
  }, [zoomAt]);

  const toggle = useCallback(
    (clientX?: number, clientY?: number) => {
      const rect = box.current?.getBoundingClientRect();
      if (!rect) return;
      if (view.scale > 1) setView({ ...WHOLE, turn: view.turn });
      else zoomAt(CLOSE, clientX ?? rect.left + rect.width / 2, clientY ?? rect.top + rect.height / 2);
    },
    [view, zoomAt],
  );

  const hands = {
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (pointers.current.size === 1) moved.current = 0;
    },
    onPointerMove: (event: PointerEvent) => {
      const before = pointers.current.get(event.pointerId);
      if (!before) return;
      const now = { x: event.clientX, y: event.clientY };
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
      pointers.current.set(event.pointerId, now);
      moved.current += Math.hypot(now.x - before.x, now.y - before.y);
      if (other) {
        const apart = (point: { x: number; y: number }) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
        zoomAt(apart(now) / apart(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
      } else {
        setView((v) => (v.scale === 1 ? v : { ...v, x: v.x + now.x - before.x, y: v.y + now.y - before.y }));
      }
    },
    onPointerUp: (event: PointerEvent) => {
      const alone = pointers.current.size === 1;
      if (pointers.current.delete(event.pointerId) && alone && moved.current < STILL_PX)
        toggle(event.clientX, event.clientY);
    },
    onPointerCancel: (event: PointerEvent) => pointers.current.delete(event.pointerId),
  };
  const turn = useCallback(() => setView((now) => ({ ...WHOLE, turn: (now.turn + 90) % 360 })), []);
  return { box, view, hands, toggle, turn };
}
