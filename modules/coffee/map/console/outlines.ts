import { geoJSON, type LayerGroup, layerGroup, canvas as onCanvas } from 'leaflet';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import address from 'world-atlas/countries-50m.json?url';

type World = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

let world: Promise<World> | undefined;
/** The land and the borders of all countries, some 230 kB; asked for once, and again when it did not come. */
function loadWorld(): Promise<World> {
  world ??= fetch(address)
    .then((answer) => (answer.ok ? (answer.json() as Promise<World>) : Promise.reject(new Error('no outlines'))))
    .catch((error: unknown) => {
      world = undefined;
      throw error;
    });
  return world;
}

/** @param turns where the world is drawn: [0], and 360 or -360 beside it when locations lie beyond the date line */
export async function outlines(colours: { land: string; border: string }, turns: number[]): Promise<LayerGroup> {
  const all = await loadWorld();
  const renderer = onCanvas({ padding: 0.5 });
  const land = feature(all, all.objects.land);
  const borders = mesh(all, all.objects.countries, (a, b) => a !== b);
  return layerGroup(
    turns.flatMap((turn) => {
      const coordsToLatLng = ([longitude = 0, latitude = 0]: number[]) => ({ lat: latitude, lng: longitude + turn });
      const options = { coordsToLatLng: coordsToLatLng as never, interactive: false };
      return [
        geoJSON(land, { ...options, style: { renderer, stroke: false, fillColor: colours.land, fillOpacity: 1 } }),
        geoJSON(borders, { ...options, style: { renderer, color: colours.border, weight: 1, fill: false } }),
      ];
    }),
  );
}
