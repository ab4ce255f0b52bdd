// Demo portraits for Handpick.
//
// Faces: "Lorelei" by Lisa Wischofsky, CC0 1.0
//   https://www.figma.com/community/file/1198749693280469639
// as packaged by DiceBear (code MIT) in the npm package @dicebear/lorelei.
// Clothes, tints and framing are ours, CC0 1.0 as well.
//
// Run:   cd tools/portraits && npm install && node render.mjs
// Out:   ../../public/portraits/{f,m}001…060.webp   512 x 512
//        ../../server/data/demo/portraits.toml      which face fits which names
//        $SHEET (optional): folder for contact sheets, to be looked at by a person
//
// Every list below was chosen by looking at the variants: happy mouths, open or
// smiling eyes, calm brows, hair that reads as the letter of the file name.
// Nothing is random: the same versions give the same files.

import { createAvatar } from '@dicebear/core';
import * as lorelei from '@dicebear/lorelei';
import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faces } from './faces.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, '../../public/portraits');
const MANIFEST = join(HERE, '../../server/data/demo/portraits.toml');
const SIZE = 512;

// Calm tints beside the paper #fbf8f3.
const PAPER = {
  sand: '#f0dfcc', sky: '#d6e4ec', straw: '#f1e6bf', rose: '#ecdcd9',
  sage: '#dbe6d9', lilac: '#e2dde9', mist: '#dfe5e3', peach: '#f5ddcf',
};
const CLOTHES = {
  pine: '#2f6b5a', indigo: '#3f5578', clay: '#b5694c', oat: '#d9c7a6',
  slate: '#66757f', plum: '#7a5570', moss: '#7d8a55', white: '#faf6ef',
  denim: '#6f8fae', ochre: '#cf9f4a', teal: '#4b8a8b', brick: '#9c4f45',
};
const SKIN = {
  fair: '#fbe3d0', light: '#f6d5b8', warm: '#f1c9a3', honey: '#e6b489',
  tan: '#d39d70', brown: '#b57c50', deep: '#96623f',
};
const HAIR = {
  black: '#1c1a1b', soft: '#2b2422', espresso: '#3d2b23', brown: '#5a3b29',
  chestnut: '#7a4a2d', sand: '#a97c4a', copper: '#99512c', silver: '#8f8d8b',
};

const v = (n) => 'variant' + String(n).padStart(2, '0');

function head(f) {
  const svg = createAvatar(lorelei, {
    seed: f.id,
    hair: [v(f.hair)], hairColor: [HAIR[f.colour].slice(1)],
    eyes: [v(f.eyes)], eyebrows: [v(f.brows)], mouth: ['happy' + String(f.mouth).padStart(2, '0')],
    nose: [v(f.nose)], head: [v(f.head)], skinColor: [SKIN[f.skin].slice(1)],
    glasses: [v(f.glasses || 1)], glassesProbability: f.glasses ? 100 : 0,
    beard: [v(f.beard || 1)], beardProbability: f.beard ? 100 : 0,
    earrings: [v(f.earrings || 1)], earringsProbability: f.earrings ? 100 : 0,
    frecklesProbability: 0, hairAccessoriesProbability: 0,
  }).toString();
  return svg.slice(svg.indexOf('<g transform="translate(10 -60)">'), svg.lastIndexOf('</g></svg>'));
}

// Shoulders behind the neck; the round end of the neck becomes the neckline.
function body(f) {
  const c = CLOTHES[f.clothes];
  const wide = f.id[0] === 'm' ? 30 : 0;
  const d = `M${20 - wide} 1200 C${24 - wide} 1000 ${70 - wide} 930 190 890 C240 872 262 856 282 826`
    + ` L644 806 C662 846 700 868 752 886 C${880 + wide} 930 ${925 + wide} 1010 ${930 + wide} 1200 Z`;
  return `<path d="${d}" fill="${c}" stroke="#000" stroke-width="11" stroke-linejoin="round"/>`;
}

// Behind the head: skin down to the neckline.
function throat(f) {
  const edge = {
    shirt: 'M272 838 C300 900 372 950 468 966 C570 945 640 880 652 818',
    vneck: 'M262 846 C300 920 380 990 470 1040 C560 985 630 910 662 826',
    crew: 'M266 842 C300 915 380 944 468 944 C560 944 630 900 656 820',
  }[f.collar];
  return `<path d="${edge} L640 800 L300 810 Z" fill="${SKIN[f.skin]}"/>`;
}

// On top of the neck: a neckline, or a collar.
function collar(f) {
  const c = CLOTHES[f.clothes];
  const line = 'stroke="#000" stroke-width="11" stroke-linejoin="round" stroke-linecap="round"';
  switch (f.collar) {
    case 'shirt':
      return `<path d="M272 838 C300 900 372 950 468 966 L398 1056 C330 1016 262 950 240 868 Z" fill="${c}" ${line}/>`
        + `<path d="M652 818 C640 880 570 945 468 966 L556 1056 C620 1010 676 940 690 850 Z" fill="${c}" ${line}/>`;
    case 'vneck':
      return `<path d="M262 846 C300 920 380 990 470 1040 C560 985 630 910 662 826 L700 850 C672 950 590 1050 472 1110 C350 1060 260 970 226 876 Z" fill="${c}" ${line}/>`;
    default: // crew
      return `<path d="M266 842 C300 915 380 944 468 944 C560 944 630 900 656 820 L694 846 C664 950 570 992 470 992 C360 992 268 950 228 872 Z" fill="${c}" ${line}/>`;
  }
}

// Where the drawn head with all its hair begins and ends, so that it keeps a margin.
function extent(inner) {
  const box = `<svg xmlns="http://www.w3.org/2000/svg" width="130" height="130" viewBox="-150 -150 1300 1300">${inner}</svg>`;
  const px = new Resvg(box).render().pixels;
  let top = 130, left = 130, right = 0;
  for (let y = 0; y < 130; y++) for (let x = 0; x < 130; x++) {
    if (px[(y * 130 + x) * 4 + 3] > 20) { top = Math.min(top, y); left = Math.min(left, x); right = Math.max(right, x); }
  }
  return { top: top * 10 - 150, left: left * 10 - 150, right: right * 10 - 140 };
}

function draw(f) {
  const inner = head(f);
  const { top, left, right } = extent(inner);
  const side = 1010;
  const margin = 60;
  const y0 = Math.min(70, top - margin);
  let x0 = 470 - side / 2;
  if (left - x0 < margin) x0 = left - margin;
  if (x0 + side - right < margin) x0 = right + margin - side;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="${x0} ${y0} ${side} ${side}" fill="none">`
    + `<rect x="${x0}" y="${y0}" width="${side}" height="${side}" fill="${PAPER[f.paper]}"/>`
    + body(f) + throat(f) + inner + collar(f) + `</svg>`;
  return new Resvg(svg, { fitTo: { mode: 'width', value: SIZE } }).render().asPng();
}

async function sheet(path, pictures, size = 150, cols = 10) {
  const tiles = [];
  for (let i = 0; i < pictures.length; i++) {
    const left = (i % cols) * (size + 6), top = Math.floor(i / cols) * (size + 22);
    tiles.push({ input: await sharp(pictures[i].png).resize(size).toBuffer(), left, top: top + 16 });
    tiles.push({ input: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="16"><text x="2" y="13" font-family="sans-serif" font-size="12">${pictures[i].label}</text></svg>`), left, top });
  }
  const height = Math.ceil(pictures.length / cols) * (size + 22);
  await sharp({ create: { width: cols * (size + 6), height, channels: 3, background: '#fbf8f3' } }).composite(tiles).png().toFile(path);
}

await mkdir(OUT, { recursive: true });
const drawn = [];
let largest = 0, total = 0;
for (const f of faces) {
  const png = draw(f);
  // Flat colours: 64 of them, stored without loss, are smaller and crisper than a lossy file.
  const flat = await sharp(png).png({ palette: true, colours: 64, dither: 0 }).toBuffer();
  const webp = await sharp(flat).webp({ lossless: true, effort: 6 }).toBuffer();
  await writeFile(join(OUT, `${f.id}.webp`), webp);
  largest = Math.max(largest, webp.length); total += webp.length;
  drawn.push({ png: webp, label: `${f.id} h${f.hair} e${f.eyes} m${f.mouth}` });
}
const list = faces.map((f) => `[[portrait]]\nfile = "${f.id}.webp"\ngender = "${f.id[0]}"\nfits = [${f.fits.map((k) => `"${k}"`).join(', ')}]\nglasses = ${!!f.glasses}\nbeard = ${!!f.beard}\nelder = ${f.colour === 'silver'}\n`).join('\n');
await writeFile(MANIFEST, `# Written by tools/portraits/render.mjs: which face fits which names.
# [[portrait]] file: name in public/portraits; gender: "f" reads as a woman, "m" as a man;
# fits: name styles (see regions.toml) that the face goes with: zh (also for yue, ja, ko, ms), fa, en;
# glasses, beard, elder (grey hair: give this person 20 years or more).

${list}`);
if (process.env.SHEET) {
  await sheet(join(process.env.SHEET, 'sheet-f.png'), drawn.filter((d) => d.label[0] === 'f'));
  await sheet(join(process.env.SHEET, 'sheet-m.png'), drawn.filter((d) => d.label[0] === 'm'));
}
console.log(`${faces.length} portraits, ${(total / 1024).toFixed(0)} kB in all, largest ${(largest / 1024).toFixed(1)} kB`);
