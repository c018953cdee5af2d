// Draws the loop of the demo's live room, frame by frame in a browser, and encodes it with ffmpeg:
//   node web-demo/tools/live-video.mjs [--still FILE SECOND]
// Every movement is a sum of waves whose periods divide the length, so the end meets the beginning.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const width = 540;
const height = 960;
const fps = 24;
const seconds = 12;
const at = (path) => fileURLToPath(new URL(`../public/${path}`, import.meta.url));

/** A product's picture without its paper, light and ground. */
async function product(name) {
  const svg = await readFile(at(`img/${name}.svg`), 'utf8');
  return svg.slice(svg.indexOf('opacity=".18"/>') + 15, svg.lastIndexOf('</svg>'));
}

const bulbs = Array.from({ length: 10 }, (_, i) => {
  const x = 8 + i * 58;
  return { x, y: 96 + Math.sin((i / 9) * Math.PI) * 46 + (i % 2) * 8 };
});

const scene = async () => `<!doctype html><style>body{margin:0;background:#000}svg{display:block}</style>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs>
<linearGradient id="wall" x2="0" y2="1"><stop stop-color="#d69a74"/><stop offset=".55" stop-color="#c47f5d"/><stop offset="1" stop-color="#8e5241"/></linearGradient>
<linearGradient id="sky" x2="0" y2="1"><stop stop-color="#6d7fa8"/><stop offset=".6" stop-color="#e8a77e"/><stop offset="1" stop-color="#f6cf9a"/></linearGradient>
<linearGradient id="table" x2="0" y2="1"><stop stop-color="#a86c44"/><stop offset="1" stop-color="#6b3f29"/></linearGradient>
<radialGradient id="glow"><stop stop-color="#fff2c6" stop-opacity=".95"/><stop offset=".25" stop-color="#ffdf94" stop-opacity=".6"/><stop offset="1" stop-color="#ffd27a" stop-opacity="0"/></radialGradient>
<radialGradient id="key" cx=".5" cy=".5" r=".5"><stop stop-color="#fff0d4" stop-opacity=".55"/><stop offset="1" stop-color="#fff0d4" stop-opacity="0"/></radialGradient>
<linearGradient id="low" x2="0" y2="1"><stop stop-color="#1c0f0a" stop-opacity="0"/><stop offset="1" stop-color="#1c0f0a" stop-opacity=".5"/></linearGradient>
</defs>
<rect width="${width}" height="${height}" fill="url(#wall)"/>
<g><rect x="26" y="176" width="150" height="260" rx="75" fill="#7a4636"/><rect x="36" y="186" width="130" height="250" rx="65" fill="url(#sky)"/><path d="M36 372c30-26 56-20 78 0s40 12 52 2v62H36z" fill="#6f5870"/><path d="M101 186v250M36 300h130" stroke="#7a4636" stroke-width="8"/><rect x="14" y="432" width="174" height="16" rx="8" fill="#6d3d2f"/></g>
<g><rect x="384" y="300" width="170" height="14" rx="4" fill="#6d3d2f"/><rect x="384" y="446" width="170" height="14" rx="4" fill="#6d3d2f"/>
<g transform="translate(402 186) scale(.34)">${await product('plates')}</g><g transform="translate(400 330) scale(.34)">${await product('tea')}</g><g transform="translate(466 334) scale(.33)">${await product('balm')}</g>
<g id="plant" transform="translate(512 300)"><path d="M-18-42h36l-6 42h-24z" fill="#e8d6bd"/><g id="leaves" fill="#4d7a5f"><path d="M0-42c-30-10-44-40-38-70 30 12 44 38 38 70z"/><path d="M0-42c4-40 26-62 52-66 0 34-18 58-52 66z" fill="#5f8f70"/><path d="M0-42c-14-44-4-78 14-98 18 30 12 68-14 98z" fill="#3f6b52"/></g></g></g>
<path d="M-4 74 C 120 180 420 180 548 74" fill="none" stroke="#5b3328" stroke-width="3"/>
${bulbs.map(({ x, y }, i) => `<g transform="translate(${x} ${y})"><circle id="bulb${i}" r="34" fill="url(#glow)"/><circle r="7" fill="#fff3d0"/></g>`).join('')}
<ellipse cx="270" cy="330" rx="300" ry="340" fill="url(#key)"/>
<g id="host">
  <g id="torso"><path d="M150 800c-6-150 0-250 20-296 14-34 50-50 100-54 50 4 86 20 100 54 20 46 26 146 20 296z" fill="#3f6b58"/><path d="M232 456c6 40 70 40 76 0l20 8c2 120-2 230-10 336h-96c-8-106-12-216-10-336z" fill="#f3e8d6"/><path d="M232 454c-20 90-22 220-14 346h-22c-14-130-8-250 18-340zM308 454c20 90 22 220 14 346h22c14-130 8-250-18-340z" fill="#35594a"/></g>
  <g id="head">
    <path d="M182 296c-12-110 40-160 92-160s102 50 88 160c-2 40-10 86-30 110H212c-20-24-28-70-30-110z" fill="#3a2420"/><circle cx="274" cy="128" r="38" fill="#3a2420"/><path d="M244 118c16-16 46-16 60 0" stroke="#c98b52" stroke-width="7" fill="none" stroke-linecap="round"/>
    <path d="M240 378h68v68c0 20-68 20-68 0z" fill="#d99b78"/><path d="M240 392c20 22 48 22 68 0v24c-20 16-48 16-68 0z" fill="#c4835f" opacity=".7"/>
    <path d="M200 282c0-64 30-98 74-98s74 34 74 98c0 72-36 118-74 118s-74-46-74-118z" fill="#eab894"/>
    <path d="M198 290c-6-78 26-118 80-118 50 0 78 38 72 118-8-34-22-56-42-70-34 22-70 24-92 16-8 12-14 30-18 54z" fill="#46302a"/>
    <g id="ears"><ellipse cx="198" cy="304" rx="11" ry="18" fill="#e0a983"/><ellipse cx="350" cy="304" rx="11" ry="18" fill="#e0a983"/><g id="ring1" transform="translate(197 322)"><circle cy="10" r="9" fill="none" stroke="#f3d48b" stroke-width="4"/></g><g id="ring2" transform="translate(351 322)"><circle cy="10" r="9" fill="none" stroke="#f3d48b" stroke-width="4"/></g></g>
    <g id="face"><g fill="#e58f77" opacity=".5"><ellipse cx="226" cy="334" rx="18" ry="12"/><ellipse cx="322" cy="334" rx="18" ry="12"/></g>
    <g id="brows" fill="none" stroke="#3a2420" stroke-width="7" stroke-linecap="round"><path d="M222 276c10-8 24-8 34-2M292 274c10-6 24-6 34 2"/></g>
    <g id="eyes"><ellipse cx="240" cy="300" rx="9" ry="12" fill="#2b1a17"/><ellipse cx="308" cy="300" rx="9" ry="12" fill="#2b1a17"/><circle cx="243" cy="296" r="3.4" fill="#fff"/><circle cx="311" cy="296" r="3.4" fill="#fff"/></g>
    <g id="lids" fill="none" stroke="#2b1a17" stroke-width="5" stroke-linecap="round"><path d="M230 302c6 6 14 6 20 0M298 302c6 6 14 6 20 0"/></g>
    <path d="M275 312c-4 14-6 20 2 22" fill="none" stroke="#c4835f" stroke-width="5" stroke-linecap="round"/>
    <g id="mouth"></g></g>
  </g>
  <path id="armR" fill="none" stroke="#3f6b58" stroke-width="64" stroke-linecap="round" stroke-linejoin="round"/><g id="handR"><path d="M-24 10c-6-30 8-44 26-42 20 2 30 18 26 42-4 24-46 26-52 0z" fill="#eab894"/><path d="M-20-16l-12-26M-6-28l-6-34M10-28l2-34M22-18l10-28" stroke="#eab894" stroke-width="15" stroke-linecap="round"/><path d="M-30 14c14 12 44 12 58 0l4 20c-18 14-48 14-66 0z" fill="#35594a"/></g>
</g>
<rect y="776" width="${width}" height="184" fill="url(#table)"/><path d="M0 776h${width}v10H0z" fill="#c98b5c"/>
<g transform="translate(-34 596) scale(.62)">${await product('lamp')}</g><g transform="translate(330 640) scale(.52)">${await product('blanket')}</g>
<g><path id="armL" fill="none" stroke="#447360" stroke-width="62" stroke-linecap="round" stroke-linejoin="round"/><g id="handL"><g transform="translate(-58 -104) scale(.62)"><path d="M62 60h124v112c0 28-18 44-44 44h-36c-26 0-44-16-44-44z" fill="#d9b08c"/><path d="M62 84H50c-24 0-38 14-38 38s14 38 38 38h12v-18H52c-14 0-22-8-22-20s8-20 22-20h10z" fill="#c79b75"/><path d="M142 60h44v112c0 28-18 44-44 44z" fill="#c79b75" opacity=".7"/><ellipse cx="124" cy="60" rx="62" ry="14" fill="#8d6746"/><ellipse cx="124" cy="64" rx="50" ry="9" fill="#5a3a22"/><path d="M62 138c22 10 38-12 62-8s40 12 62 0v24c-24 10-40 4-62 0s-40 12-62 6z" fill="#f4ead9"/><g id="steam" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round"><path id="steam1"/><path id="steam2"/></g></g>
<path d="M50-30c14-4 22 8 16 20 8 4 8 16 0 22 4 8 0 20-12 20-10 12-36 14-50 2-8-20 10-52 46-64z" fill="#eab894"/><path d="M62-8l-28 6M64 14l-26 2M56 32l-20-2" stroke="#d99b78" stroke-width="4" stroke-linecap="round"/></g></g>
<rect y="620" width="${width}" height="340" fill="url(#low)"/>
</svg>`;

/** Runs in the page: puts everything where it is at `turn`, from 0 to 1 over the loop. */
function draw(turn) {
  const wave = (times, phase = 0) => Math.sin((turn * times + phase) * 2 * Math.PI);
  const part = (id) => document.getElementById(id);
  const move = (id, value) => part(id).setAttribute('transform', value);
  // 0 to 1 and back, resting at both ends: the mug is lifted to the camera and put down again.
  const lift = Math.min(1, Math.max(0, 0.5 + 0.9 * wave(1, -0.05)));
  const ease = lift * lift * (3 - 2 * lift);
  const sway = wave(2) * 2.2 + wave(3, 0.2) * 1.2;
  const nod = wave(6) * 2.4 + wave(10, 0.3) * 1.4;
  const breathe = wave(4);
  move('torso', `translate(0 ${breathe * 1.5}) rotate(${sway * 0.25} 270 800)`);
  move(
    'head',
    `translate(${sway * 1.6 + ease * 5} ${breathe * 2 + nod * 0.8}) rotate(${sway + ease * 3} 274 430)`,
  );
  move('face', `translate(${wave(2, 0.1) * 3 + ease * 3} ${nod * 0.7})`);
  move('brows', `translate(0 ${-3 * Math.max(0, wave(5, 0.4))})`);
  move('ring1', `translate(197 322) rotate(${wave(6, 0.2) * 9})`);
  move('ring2', `translate(351 322) rotate(${wave(6, 0.3) * 9})`);
  const blink = [0.12, 0.31, 0.335, 0.58, 0.84].some((when) => Math.abs(turn - when) < 0.006);
  part('eyes').style.display = blink ? 'none' : '';
  part('lids').style.display = blink ? '' : 'none';
  // Speech comes in syllables with pauses between sentences.
  const talks = Math.max(0, Math.min(1, 1.6 + 2.4 * wave(3, 0.15)));
  const open = talks * (0.5 + 0.5 * wave(31)) * (0.65 + 0.35 * wave(17, 0.4));
  const wide = 26 - open * 5 + ease * 4;
  const y = 360;
  part('mouth').innerHTML =
    `<path d="M${274 - wide} ${y}c${wide * 0.6} ${8 + open * 4} ${wide * 1.4} ${8 + open * 4} ${wide * 2} 0c-4 ${14 + open * 22}-${wide * 2 - 8} ${14 + open * 22}-${wide * 2} 0z" fill="#8c3b35"/>` +
    `<path d="M${274 - wide * 0.75} ${y + 3}c${wide * 0.5} 5 ${wide} 5 ${wide * 1.5} 0l-4 6c-${wide * 0.4} 3-${wide * 0.95} 3-${wide * 1.4} 0z" fill="#fff"/>`;
  const arm = (id, points) => part(id).setAttribute('d', `M${points[0]}Q${points[1]} ${points[2]}`);
  const mug = { x: 372 - ease * 34 + wave(5) * 3, y: 662 - ease * 120 + wave(4, 0.3) * 4 };
  arm('armL', [`${358 + sway} 520`, `${446 - ease * 8} ${690 - ease * 40}`, `${mug.x + 34} ${mug.y + 26}`]);
  move('handL', `translate(${mug.x} ${mug.y}) rotate(${-6 + ease * 10 + wave(5, 0.2) * 2})`);
  const hand = {
    x: 128 + wave(3, 0.1) * 20 + wave(7) * 6,
    y: 640 - Math.max(0, wave(3, 0.3)) * 62 + wave(9, 0.2) * 6,
  };
  arm('armR', [`${182 + sway} 520`, `${92 + wave(3) * 6} ${690}`, `${hand.x} ${hand.y + 34}`]);
  move('handR', `translate(${hand.x} ${hand.y}) rotate(${-14 + wave(3, 0.35) * 12 + wave(7, 0.1) * 5})`);
  const curl = (x, phase) => {
    const a = wave(8, phase) * 10;
    return `M${x} 36c${-14 + a}-18 ${14 + a}-28 0-52c${-10 - a}-16 ${8 - a}-22 ${a * 0.6}-40`;
  };
  part('steam1').setAttribute('d', curl(104, 0));
  part('steam2').setAttribute('d', curl(144, 0.35));
  part('steam').style.opacity = 0.45 + 0.2 * wave(4, 0.1);
  move('leaves', `rotate(${wave(2, 0.4) * 2.5} 0 -42)`);
  for (let i = 0; i < 10; i++) part(`bulb${i}`).style.opacity = 0.75 + 0.25 * wave(2 + (i % 3), i * 0.37);
}

function encoder(args, file) {
  const ffmpeg = spawn(
    'ffmpeg',
    [
      '-y',
      '-loglevel',
      'error',
      '-f',
      'image2pipe',
      '-framerate',
      String(fps),
      '-c:v',
      'mjpeg',
      '-i',
      '-',
      ...args,
      file,
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const done = new Promise((resolve, reject) => {
    ffmpeg.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}`))));
  });
  return {
    write: (frame) => ffmpeg.stdin.write(frame),
    end: () => {
      ffmpeg.stdin.end();
      return done;
    },
  };
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
const page = await browser.newPage({ viewport: { width, height } });
await page.setContent(await scene());
const still = process.argv.indexOf('--still');
if (still > 0) {
  await page.evaluate(draw, Number(process.argv[still + 2]) / seconds);
  await page.screenshot({ path: process.argv[still + 1] });
} else {
  const common = ['-pix_fmt', 'yuv420p', '-an'];
  const outputs = [
    encoder(
      [
        ...common,
        '-c:v',
        'libvpx-vp9',
        '-b:v',
        '0',
        '-crf',
        '41',
        '-row-mt',
        '1',
        '-cpu-used',
        '1',
        '-g',
        '144',
      ],
      at('live.webm'),
    ),
    encoder(
      [
        ...common,
        '-c:v',
        'libx264',
        '-preset',
        'veryslow',
        '-crf',
        '30',
        '-profile:v',
        'high',
        '-movflags',
        '+faststart',
      ],
      at('live.mp4'),
    ),
  ];
  for (let frame = 0; frame < fps * seconds; frame++) {
    await page.evaluate(draw, frame / (fps * seconds));
    const picture = await page.screenshot({ type: 'jpeg', quality: 96 });
    for (const { write } of outputs) write(picture);
  }
  for (const { end } of outputs) await end();
  await page.evaluate(draw, 0.3);
  await page.screenshot({ path: at('live.jpg'), type: 'jpeg', quality: 70 });
}
await browser.close();
