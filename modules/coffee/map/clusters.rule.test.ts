import { expect, test } from 'vitest';
import { MAX_ZOOM, PlaceIndex } from './clusters.rule.ts';

type State = 'critical' | 'warning' | 'info' | 'fine' | 'empty';
const place = (id: string, latitude: number, longitude: number, state: State = 'fine', machines = 2) => ({
  id,
  latitude,
  longitude,
  machines,
  online: machines - 1,
  alarms: state === 'critical' ? 1 : 0,
  state,
});
const WORLD = { west: -180, south: -85, east: 180, north: 85 };
// Two sites 15 km apart, and a third in another country.
const delhi = place('delhi', 28.61, 77.2);
const gurugram = place('gurugram', 28.5, 77.09, 'critical', 5);
const kigali = place('kigali', -1.95, 30.06, 'empty', 0);

test('far away, two sites of one city are one mark, with the sums and the worst state', () => {
  const index = new PlaceIndex([delhi, gurugram, kigali]);
  const marks = index.marks(WORLD, 5).toSorted((a, b) => a.longitude - b.longitude);
  expect(marks).toMatchObject([
    { place: { id: 'kigali' }, key: 'kigali', state: 'empty' },
    { place: null, locations: 2, machines: 7, online: 5, alarms: 1, state: 'critical' },
  ]);
});

test('the zoom that it names shows both, and none before does', () => {
  const index = new PlaceIndex([delhi, gurugram, kigali]);
  const [both] = index.marks(WORLD, 5).filter((mark) => mark.place === null);
  if (!both) throw new Error('no cluster');
  const zoom = index.opensAt(both.cluster) ?? 0;
  expect(index.marks(WORLD, zoom - 1)).toHaveLength(2);
  const apart = index.marks(WORLD, zoom);
  expect(apart.map(({ place }) => place?.id).toSorted()).toEqual(['delhi', 'gurugram', 'kigali']);
  expect(index.membersOf(both.cluster)).toEqual([delhi, gurugram]);
});

test('at one place no zoom shows both: the mark stays, and says which', () => {
  const [upstairs, downstairs] = [place('upstairs', 28.61, 77.2, 'info'), place('downstairs', 28.61, 77.2, 'warning')];
  const index = new PlaceIndex([upstairs, downstairs]);
  const marks = index.marks(WORLD, MAX_ZOOM);
  expect(marks).toMatchObject([{ place: null, locations: 2, state: 'warning' }]);
  const [one] = marks;
  if (!one || one.place) throw new Error('no cluster');
  expect(index.opensAt(one.cluster)).toBeNull();
  expect(index.membersOf(one.cluster)).toHaveLength(2);
});

test('only what lies within the bounds has a mark', () => {
  const index = new PlaceIndex([delhi, gurugram, kigali]);
  expect(index.marks({ west: 29, south: -3, east: 31, north: 0 }, 9)).toMatchObject([{ key: 'kigali' }]);
});

test('both sides of the date line are neighbours', () => {
  const places = [place('taveuni', -16.8, 179.98), place('rabi', -16.5, -179.99)];
  const index = new PlaceIndex(places);
  const { west, east } = index.bounds(places);
  expect(east - west).toBeCloseTo(0.03);
  expect(index.marks({ west: 170, south: -20, east: 190, north: -10 }, 4)).toMatchObject([{ locations: 2 }]);
  const apart = index.marks({ west: 179, south: -17, east: 181, north: -16 }, 12);
  expect(apart.map(({ longitude }) => longitude.toFixed(2)).toSorted()).toEqual(['179.98', '180.01']);
});
