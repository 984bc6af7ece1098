import Supercluster from 'supercluster';
import type { Place } from './contract.ts';

/** What is counted together: `state` is the worst of all. */
type Counts = Pick<Place, 'machines' | 'online' | 'alarms' | 'state'>;
type Spot = Counts & Pick<Place, 'id' | 'latitude' | 'longitude'>;
type Bounds = { west: number; south: number; east: number; north: number };

/** One mark on the map: a location, or several that would cover each other. */
export type Mark<P> = Counts & { key: string; latitude: number; longitude: number } & (
    | { place: P }
    | { place: null; cluster: number; locations: number }
  );

/** The largest zoom: a street of shops fills the map. */
export const MAX_ZOOM = 17;
/** Pixels between the middles of marks, which are up to 48 wide. */
const APART = 48;

const STATES: Place['state'][] = ['critical', 'warning', 'info', 'fine', 'empty'];
const worse = (a: Place['state'], b: Place['state']) => (STATES.indexOf(a) <= STATES.indexOf(b) ? a : b);

/** Locations by where they are: which marks stand for them at a zoom, so that none hides another. */
export class PlaceIndex<P extends Spot> {
  /** Longitudes are counted from that of the first location, so that both sides of the date line are neighbours. */
  private readonly first: number;
  private readonly clusters: Supercluster<{ place: P }, Counts>;

  constructor(places: P[]) {
    this.first = places[0]?.longitude ?? 0;
    this.clusters = new Supercluster<{ place: P }, Counts>({
      radius: APART,
      // Leaflet's pixels: the world is 256 of them wide at zoom 0.
      extent: 256,
      maxZoom: MAX_ZOOM,
      map: ({ place: { machines, online, alarms, state } }) => ({ machines, online, alarms, state }),
      reduce: (sum, one) => {
        sum.machines += one.machines;
        sum.online += one.online;
        sum.alarms += one.alarms;
        sum.state = worse(sum.state, one.state);
      },
    });
    this.clusters.load(
      places.map((place) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [turned(place.longitude - this.first), place.latitude] },
        properties: { place },
      })),
    );
  }

  /** The marks within bounds; longitudes go on beyond ±180 where the locations do. */
  marks({ west, south, east, north }: Bounds, zoom: number): Mark<P>[] {
    return this.clusters.getClusters([west - this.first, south, east - this.first, north], zoom).map((found) => {
      const [longitude = 0, latitude = 0] = found.geometry.coordinates;
      const at = { latitude, longitude: longitude + this.first };
      if ('place' in found.properties) {
        const { place } = found.properties;
        const { machines, online, alarms, state } = place;
        return { ...at, key: place.id, place, machines, online, alarms, state };
      }
      const { cluster_id, point_count, machines, online, alarms, state } = found.properties;
      const counts = { machines, online, alarms, state };
      return { ...at, ...counts, key: `c${cluster_id}`, place: null, cluster: cluster_id, locations: point_count };
    });
  }

  /** The zoom at which several locations come apart; null when they stand at one place. */
  opensAt(cluster: number): number | null {
    const zoom = this.clusters.getClusterExpansionZoom(cluster);
    return zoom > MAX_ZOOM ? null : zoom;
  }

  /** The locations that a mark stands for. */
  membersOf(cluster: number): P[] {
    return this.clusters.getLeaves(cluster, Number.POSITIVE_INFINITY).map(({ properties }) => properties.place);
  }

  /** What all locations lie within. */
  bounds(places: P[]): Bounds {
    const longitudes = places.map(({ longitude }) => turned(longitude - this.first) + this.first);
    const latitudes = places.map(({ latitude }) => latitude);
    return {
      west: Math.min(...longitudes),
      south: Math.min(...latitudes),
      east: Math.max(...longitudes),
      north: Math.max(...latitudes),
    };
  }
}

/** The same longitude between -180 and 180. */
const turned = (degrees: number) => degrees - 360 * Math.round(degrees / 360);
