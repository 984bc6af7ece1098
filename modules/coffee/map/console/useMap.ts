import { alpha, useTheme } from '@mui/material/styles';
import { control, type LatLngBoundsExpression, type Map as LeafletMap, map as newMap, tileLayer } from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useSession } from '../../../../kernel/ui/index.ts';
import { MAX_ZOOM, type PlaceIndex } from '../clusters.rule.ts';
import { outlines } from './outlines.ts';
import type { Place, Places } from './place.ts';

/** A single location is shown with its town around it. */
const FIRST_ZOOM = 12;

/** Leaflet's map in a box, with all locations in sight; `moved` counts what changed what is seen. */
export function useMap(box: RefObject<HTMLDivElement | null>, index: PlaceIndex<Place>, places: Place[]) {
  const translate = useTranslate();
  const [map, setMap] = useState<LeafletMap | null>(null);
  const [moved, setMoved] = useState(0);
  const [zoomIn, zoomOut] = ['zoom_in', 'zoom_out'].map((name) => translate(`console.coffee.map.${name}`));
  const { west, south, east, north } = index.bounds(places);
  useEffect(() => {
    if (!box.current) return;
    const made = newMap(box.current, { attributionControl: false, zoomControl: false, minZoom: 1, maxZoom: MAX_ZOOM });
    setMap(made);
    // The menu beside it opens and closes without the window's size.
    const watched = new ResizeObserver(() => made.invalidateSize());
    watched.observe(box.current);
    return () => {
      watched.disconnect();
      setMap(null);
      made.remove();
    };
  }, [box]);
  useEffect(() => {
    if (!map) return;
    const buttons = control.zoom({ zoomInTitle: zoomIn ?? '', zoomOutTitle: zoomOut ?? '' }).addTo(map);
    const scale = control.scale({ imperial: false }).addTo(map);
    return () => void [buttons.remove(), scale.remove()];
  }, [map, zoomIn, zoomOut]);
  useEffect(() => {
    if (!map) return;
    const all: LatLngBoundsExpression = [
      [south, west],
      [north, east],
    ];
    const seen = () => setMoved((times) => times + 1);
    map.fitBounds(all, { padding: [48, 48], maxZoom: FIRST_ZOOM, animate: false });
    seen();
    map.on('moveend', seen);
    return () => void map.off('moveend', seen);
  }, [map, west, south, east, north]);
  return { map, moved };
}

/**
 * What lies below the marks: tiles of the organization's own provider, else the outlines that ship with the program,
 * which also stand in for tiles that do not come.
 * @returns whether tiles do not come
 */
export function useGround(map: LeafletMap | null, tiles: Places['tiles'], turns: number[]): boolean {
  const { palette } = useTheme();
  const { organization } = useSession();
  const [failed, setFailed] = useState(false);
  const [land, border] = [alpha(palette.text.primary, 0.1), alpha(palette.text.primary, 0.35)];
  const url = tiles?.url;
  useEffect(() => {
    setFailed(false);
    if (!map || !url) return;
    // Providers such as OpenStreetMap refuse whoever does not say which site asks.
    const layer = tileLayer(url, { maxZoom: MAX_ZOOM, referrerPolicy: 'strict-origin' }).addTo(map);
    layer.on('tileerror', () => setFailed(true));
    layer.on('tileload', () => setFailed(false));
    const blocked = ({ effectiveDirective }: SecurityPolicyViolationEvent) => {
      if (effectiveDirective === 'img-src') openAgain(organization.id);
    };
    document.addEventListener('securitypolicyviolation', blocked);
    return () => {
      document.removeEventListener('securitypolicyviolation', blocked);
      layer.remove();
    };
  }, [map, url, organization.id]);
  const drawn = !url || failed;
  const copies = turns.join();
  useEffect(() => {
    if (!map || !drawn) return;
    let gone = false;
    let take = () => {};
    outlines({ land, border }, copies.split(',').map(Number)).then(
      (layer) => {
        if (gone) return;
        layer.addTo(map);
        take = () => void layer.remove();
      },
      // Without them the marks stand on an empty ground.
      () => {},
    );
    return () => {
      gone = true;
      take();
    };
  }, [map, drawn, land, border, copies]);
  return failed;
}

/**
 * The page was opened before the tiles were set, or for another organization, so it may not show them: it opens again,
 * once, for this one.
 */
function openAgain(organization: string): void {
  const url = new URL(window.location.href);
  if (url.searchParams.get('organization') === organization) return;
  url.searchParams.set('organization', organization);
  window.location.replace(url);
}
