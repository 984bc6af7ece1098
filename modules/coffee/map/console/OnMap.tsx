import { DomEvent, divIcon, type Map as LeafletMap, type Marker, marker } from 'leaflet';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

type Props = { map: LeafletMap; latitude: number; longitude: number; above: number; children: ReactNode };

/** React's children at a place of Leaflet's map; they move with it, and keep the focus when it moves. */
export function OnMap({ map, latitude, longitude, above, children }: Props) {
  const [host] = useState(() => document.createElement('div'));
  const placed = useRef<Marker>(null);
  useEffect(() => {
    // Links and buttons answer by themselves; a click on one is none on the map.
    DomEvent.disableClickPropagation(host);
    const icon = divIcon({ html: host, className: '', iconSize: [0, 0] });
    const made = marker([0, 0], { icon, interactive: false, keyboard: false });
    placed.current = made;
    return () => {
      placed.current = null;
      made.remove();
    };
  }, [host]);
  useEffect(() => {
    const { current } = placed;
    current?.setLatLng([latitude, longitude]).setZIndexOffset(above * 1000);
    if (current && !map.hasLayer(current)) current.addTo(map);
  }, [map, latitude, longitude, above]);
  return createPortal(children, host);
}
