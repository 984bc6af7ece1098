import { expect, test } from 'vitest';
import { tilesOrigin } from './tiles.rule.ts';

test.each([
  ['https://tile.openstreetmap.org/{z}/{x}/{y}.png', 'https://tile.openstreetmap.org'],
  ['https://tiles.example.com:8443/v1/{z}/{x}/{y}{r}.webp?key=a-b', 'https://tiles.example.com:8443'],
  ['https://tiles.example.com/?z={z}&x={x}&y={y}', 'https://tiles.example.com'],
  ['https://münchen.example/{z}/{x}/{y}.png', 'https://xn--mnchen-3ya.example'],
])('%s is a template of tiles', (template, origin) => {
  expect(tilesOrigin(template)).toBe(origin);
});

test.each([
  '',
  'tiles.example.com/{z}/{x}/{y}.png',
  'http://tiles.example.com/{z}/{x}/{y}.png',
  'javascript:alert(1)//{z}/{x}/{y}',
  'https://tiles.example.com/{z}/{x}.png',
  'https://tiles.example.com/z/x/y.png',
  'https://tiles.example.com/#{z}/{x}/{y}',
  'https://{s}.example.com/{z}/{x}/{y}.png',
  'https://{z}.example.com/{x}/{y}.png',
  'https://tiles.example.com/{z}/{x}/{y}.png?key={key}',
  'https://me:secret@tiles.example.com/{z}/{x}/{y}.png',
  // What a Content-Security-Policy would read as more than one origin.
  'https://*.example.com/{z}/{x}/{y}.png',
  "https://a;script-src'none'/{z}/{x}/{y}.png",
  'https://a;sandbox/{z}/{x}/{y}.png',
  'https://a,b/{z}/{x}/{y}.png',
  'https://a.example https://b.example/{z}/{x}/{y}.png',
  'https://a.example\n/{z}/{x}/{y}.png',
  'https:\\\\a.example/{z}/{x}/{y}.png',
])('%s is none', (template) => {
  expect(tilesOrigin(template)).toBeNull();
});
