// Draws the pictures of the demo's products: node web-demo/tools/illustrations.mjs
// One light, one palette and one ground for all, so that a shelf of them looks like one shop.

import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const out = fileURLToPath(new URL('../public/img/', import.meta.url));

const tone = {
  oat: ['#f3e9d8', '#eadcc4'],
  sage: ['#e2ebdf', '#d0dfcd'],
  clay: ['#f6e0d3', '#eecbb6'],
  sky: ['#dfe9ee', '#cbdce4'],
  dusk: ['#e9e2ec', '#d9cddf'],
  sun: ['#f9ebc8', '#f3dca2'],
};

/** A sheet of paper in two tones with a round light, and the ground's shadow under what stands on it. */
function scene(background, drawing, shadow = [200, 338, 112, 14]) {
  const [light, deep] = tone[background];
  const [x, y, rx, ry] = shadow;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img">
<rect width="400" height="400" fill="${light}"/>
<circle cx="200" cy="190" r="150" fill="${deep}" opacity=".7"/>
<rect y="318" width="400" height="82" fill="${deep}"/>
<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="#3b2f22" opacity=".18"/>
${drawing.trim()}
</svg>
`;
}

const ribs = (x, y, count, step, height, stroke) =>
  `<g stroke="${stroke}" stroke-width="2.5" opacity=".55">${Array.from(
    { length: count },
    (_, i) => `<path d="M${x + i * step} ${y}v${height}"/>`,
  ).join('')}</g>`;

const pictures = {
  sweater: scene(
    'sage',
    `
<path d="M148 96c-26 8-46 20-60 42-16 26-26 84-30 148l46 8 10-78v118h172V216l10 78 46-8c-4-64-14-122-30-148-14-22-34-34-60-42z" fill="#c9825b"/>
<path d="M252 96c26 8 46 20 60 42 16 26 26 84 30 148l-46 8-10-78v118h-40c10-80 12-160 6-238z" fill="#b5704b"/>
<path d="M148 96c8 26 96 26 104 0l-14-8c-16 8-60 8-76 0z" fill="#a9653f"/>
<path d="M160 90c10 16 70 16 80 0-10-10-70-10-80 0z" fill="#7f4a2d"/>
<rect x="114" y="310" width="172" height="26" rx="6" fill="#a9653f"/>
${ribs(124, 312, 14, 12, 22, '#7f4a2d')}
<path d="M57 274l48 9-2 13-47-9zM343 274l-48 9 2 13 47-9z" fill="#a9653f"/>
<g fill="none" stroke="#e9b692" stroke-width="3" opacity=".8"><path d="M160 140v160M178 138v162M222 138v162M240 140v160"/><path d="M192 146q16 14 16 28t-16 28q16 14 16 28t-16 28q16 14 16 28M208 146q-16 14-16 28t16 28q-16 14-16 28t16 28q-16 14-16 28"/></g>`,
  ),
  mug: scene(
    'clay',
    `
<g transform="translate(14 14)"><path d="M226 168h104v104c0 26-16 44-40 44h-24c-24 0-40-18-40-44z" fill="#6f8f86"/><path d="M330 190h12c22 0 36 14 36 36s-14 38-36 38h-12v-18h10c12 0 20-8 20-20s-8-18-20-18h-10z" fill="#5c7a72"/><path d="M290 168h40v104c0 26-16 44-40 44z" fill="#5c7a72" opacity=".6"/><ellipse cx="278" cy="168" rx="52" ry="12" fill="#4a645d"/><path d="M226 236c18 8 32-10 52-6s34 10 52 0v20c-20 8-34 2-52-2s-34 10-52 4z" fill="#e9dcc6" opacity=".85"/></g>
<g><path d="M62 184h124v112c0 28-18 44-44 44h-36c-26 0-44-16-44-44z" fill="#d9b08c"/><path d="M62 208H50c-24 0-38 14-38 38s14 38 38 38h12v-18H52c-14 0-22-8-22-20s8-20 22-20h10z" fill="#c79b75"/><path d="M142 184h44v112c0 28-18 44-44 44z" fill="#c79b75" opacity=".7"/><ellipse cx="124" cy="184" rx="62" ry="14" fill="#8d6746"/><ellipse cx="124" cy="188" rx="50" ry="9" fill="#5a3a22"/><path d="M62 262c22 10 38-12 62-8s40 12 62 0v24c-24 10-40 4-62 0s-40 12-62 6z" fill="#f4ead9" opacity=".85"/>
<g fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".65"><path d="M104 156c-10-14 10-22 0-38M138 150c-10-16 12-24 0-44"/></g></g>`,
    [196, 336, 160, 14],
  ),
  lamp: scene(
    'dusk',
    `
<circle cx="200" cy="150" r="122" fill="#fff3c9" opacity=".55"/><circle cx="200" cy="150" r="86" fill="#ffe9a3" opacity=".6"/>
<path d="M150 84h100l40 120H110z" fill="#f4d9a4"/><path d="M214 84h36l40 120h-62z" fill="#e7c384"/><path d="M150 84h100l4 12H146z" fill="#d2a862"/><path d="M107 196h186l4 12H103z" fill="#d2a862"/>
<rect x="192" y="204" width="16" height="74" fill="#5b4a3b"/><path d="M148 326c0-30 22-50 52-50s52 20 52 50z" fill="#6d5947"/><path d="M212 277c24 4 40 22 40 49h-28c2-20 0-36-12-49z" fill="#57463a"/><rect x="138" y="322" width="124" height="14" rx="7" fill="#4a3b2f"/>
<path d="M262 330c40 4 60-8 78 10" fill="none" stroke="#4a3b2f" stroke-width="4" stroke-linecap="round"/>`,
  ),
  sneakers: scene(
    'sky',
    `
<g transform="translate(34 -10) scale(.94)"><path d="M70 208c24 6 44-4 54-28l10-24 42 4c14 40 52 66 108 74 34 6 50 22 50 48H70c-10-22-10-50 0-74z" fill="#53737f" opacity=".55"/></g>
<path d="M54 236c28 8 52-6 64-34l12-30 48 6c16 46 60 74 122 84 38 6 56 24 56 52H58c-14-24-14-52-4-78z" fill="#41616d"/>
<path d="M178 178c16 46 60 74 122 84 38 6 56 24 56 52H220c-50-40-72-86-90-142z" fill="#375661"/>
<path d="M58 314h300c6 0 10 6 8 12-4 10-12 14-24 14H74c-14 0-22-8-24-18-1-4 4-8 8-8z" fill="#f3ede2"/><path d="M54 326h312c-4 10-12 14-24 14H74c-10 0-18-6-20-14z" fill="#e2935b"/>
<path d="M118 202c-12 28-36 42-64 34-4 10-6 20-7 30 34 8 74-12 92-46z" fill="#e2935b"/>
<g stroke="#f3ede2" stroke-width="7" stroke-linecap="round"><path d="M176 206l26-10M192 230l26-14M214 252l24-16M240 270l20-18"/></g>
<path d="M96 300c40-6 74-26 96-58 18 26 44 46 78 58z" fill="#dfeaec" opacity=".28"/>
<path d="M130 172l48 6 4 14-58-6z" fill="#2b444d"/>`,
    [206, 338, 168, 13],
  ),
  shirt: scene(
    'sun',
    `
<path d="M144 94l-62 34-28 96 44 14 18-44v140h168V194l18 44 44-14-28-96-62-34z" fill="#f7f4ec"/>
<path d="M256 94l62 34 28 96-44 14-18-44v140h-50c14-78 18-160 10-234z" fill="#e6e0d2"/>
<path d="M144 94l56 48 56-48-20-10h-72z" fill="#d7d0bf"/><path d="M144 94l-8 30 36 30 28-12zM256 94l8 30-36 30-28-12z" fill="#fffdf7"/><path d="M200 142v192" stroke="#cfc6b2" stroke-width="3"/>
<g fill="#b79a6b"><circle cx="200" cy="176" r="5"/><circle cx="200" cy="214" r="5"/><circle cx="200" cy="252" r="5"/><circle cx="200" cy="290" r="5"/></g>
<path d="M226 186h40v36c0 8-40 8-40 0z" fill="none" stroke="#cfc6b2" stroke-width="3"/>
<g stroke="#d9d2c0" stroke-width="2" opacity=".9"><path d="M132 210v110M148 190v136M164 180v146M180 176v150M252 240v86M268 230v96"/></g>`,
  ),
  scarf: scene(
    'oat',
    `
<path d="M120 118c30-34 130-34 160 0 14 16 8 44-10 56-40 26-100 26-140 0-18-12-24-40-10-56z" fill="#8b3f46"/><path d="M140 122c30-22 90-22 120 0 8 8 4 20-6 26-32 18-76 18-108 0-10-6-14-18-6-26z" fill="#6e2f36"/>
<path d="M216 166c34 0 58-8 66-20 10 60 12 118 6 166h-72c8-52 8-102 0-146z" fill="#9c4a50"/><path d="M120 152c10 16 40 26 78 26 4 42 2 84-6 124h-68c-8-46-10-98-4-150z" fill="#8b3f46"/>
<g fill="none" stroke="#e6c9a8" stroke-width="7"><path d="M121 214h76M122 232h74M218 226h72M219 244h72"/></g>
<g stroke="#6e2f36" stroke-width="6" stroke-linecap="round"><path d="M130 304v26M146 304v28M162 304v26M178 304v28M224 314v20M240 314v22M256 314v20M272 314v22"/></g>`,
  ),
  headphones: scene(
    'sky',
    `
<rect x="112" y="188" width="176" height="136" rx="54" fill="#efe9df"/><path d="M234 188h0c30 0 54 24 54 54v28c0 30-24 54-54 54h-20c30-40 36-92 20-136z" fill="#d9d1c3"/><path d="M112 244h176" stroke="#bfb5a4" stroke-width="4"/><rect x="188" y="252" width="24" height="8" rx="4" fill="#5f9b7c"/>
<g><path d="M136 92c28-10 52 8 50 36-2 22-20 32-38 28l-6 40c-2 10-22 8-22-4l4-58c-6-18-2-36 12-42z" fill="#3f4d57"/><circle cx="158" cy="122" r="18" fill="#2c3740"/><circle cx="158" cy="122" r="8" fill="#53646f"/></g>
<g transform="translate(400 0) scale(-1 1)"><path d="M136 92c28-10 52 8 50 36-2 22-20 32-38 28l-6 40c-2 10-22 8-22-4l4-58c-6-18-2-36 12-42z" fill="#3f4d57"/><circle cx="158" cy="122" r="18" fill="#2c3740"/><circle cx="158" cy="122" r="8" fill="#53646f"/></g>`,
  ),
  balm: scene(
    'sage',
    `
<path d="M116 206h168v94c0 22-18 38-42 38h-84c-24 0-42-16-42-38z" fill="#f6efe2"/><path d="M222 206h62v94c0 22-18 38-42 38h-32c14-42 18-88 12-132z" fill="#e4d9c5"/>
<rect x="106" y="148" width="188" height="62" rx="12" fill="#5f7f6b"/><path d="M222 148h60c7 0 12 5 12 12v38c0 7-5 12-12 12h-60c6-20 6-42 0-62z" fill="#4d6a58"/>
${ribs(120, 156, 15, 12, 46, '#3f5848')}
<circle cx="200" cy="270" r="38" fill="#fff" opacity=".8"/><path d="M200 292c-22-10-24-34 0-48 24 14 22 38 0 48zm0 0v-40" fill="#a6c3ac" stroke="#5f7f6b" stroke-width="4" stroke-linecap="round"/>
<path d="M92 186l24 6v30l-24-8zM308 186l-24 6v30l24-8z" fill="#d8b36a"/><path d="M92 196h216v20H92z" fill="#e2bf78" opacity=".92"/><path d="M92 204h216" stroke="#b98f45" stroke-dasharray="5 6" stroke-width="2"/>`,
  ),
  backpack: scene(
    'clay',
    `
<path d="M156 104c0-40 88-40 88 0" fill="none" stroke="#3d4f46" stroke-width="14"/><path d="M112 168c0-52 34-80 88-80s88 28 88 80v126c0 26-16 42-42 42h-92c-26 0-42-16-42-42z" fill="#5d7a68"/><path d="M212 89c48 4 76 30 76 79v126c0 26-16 42-42 42h-24c16-84 14-170-10-247z" fill="#4e6858"/>
<path d="M112 188c54 24 122 24 176 0v-20c0-52-34-80-88-80s-88 28-88 80z" fill="#6f8f7b"/><path d="M212 89c48 4 76 30 76 79v20c-20 9-40 14-62 17 2-40-2-80-14-116z" fill="#5d7a68"/>
<path d="M138 238h124v66c0 14-10 22-24 22h-76c-14 0-24-8-24-22z" fill="#4a6354"/><path d="M138 238h124v14H138z" fill="#c98b52"/><rect x="188" y="196" width="24" height="38" rx="4" fill="#c98b52"/><rect x="192" y="214" width="16" height="12" rx="3" fill="#f1e3cb"/>
<path d="M104 200c-14 30-14 80 4 110M296 200c14 30 14 80-4 110" fill="none" stroke="#3d4f46" stroke-width="12" stroke-linecap="round"/>`,
  ),
  blanket: scene(
    'dusk',
    `
<g><rect x="84" y="256" width="232" height="76" rx="30" fill="#7a5a74"/><rect x="84" y="196" width="232" height="76" rx="30" fill="#946f8c"/><rect x="84" y="136" width="232" height="76" rx="30" fill="#ab86a2"/>
<g stroke="#f2e4ea" stroke-width="8" opacity=".75"><path d="M130 138v72M164 136v74M246 136v74M286 140v68"/><path d="M130 200v70M164 198v72M246 198v72M286 202v66"/><path d="M130 260v70M164 258v72M246 258v72M286 262v66"/></g>
<g stroke="#f6d9a8" stroke-width="4" opacity=".8"><path d="M90 160h220M90 222h220M90 282h220"/></g>
<path d="M84 166c0-16 14-30 30-30h8c-16 18-16 56 0 76h-8c-16 0-30-14-30-30z" fill="#8a6781"/></g>
<g stroke="#7a5a74" stroke-width="5" stroke-linecap="round"><path d="M316 168h18M316 182h20M316 228h18M316 242h20M316 288h18M316 302h20"/></g>`,
    [204, 336, 140, 13],
  ),
  kettle: scene(
    'oat',
    `
<path d="M270 150c52-4 72 22 66 66-4 34-22 56-50 60" fill="none" stroke="#3b3f45" stroke-width="20" stroke-linecap="round"/>
<path d="M126 196L70 152c-10-8-26 2-20 14l62 92z" fill="#7b8a92"/><path d="M118 180c8-44 40-66 82-66s74 22 82 66l18 118c3 22-10 36-32 36H132c-22 0-35-14-32-36z" fill="#93a4ad"/><path d="M214 115c38 3 61 25 68 65l18 118c3 22-10 36-32 36h-40c12-76 6-152-14-219z" fill="#7b8a92"/><path d="M134 170c10-24 26-36 48-40-20 30-30 78-32 140-2 20-24 18-22-2z" fill="#b9c6cc" opacity=".8"/>
<path d="M146 122c16-16 92-16 108 0z" fill="#5d6a71"/><rect x="186" y="86" width="28" height="26" rx="10" fill="#3b3f45"/><rect x="100" y="322" width="200" height="16" rx="8" fill="#3b3f45"/><circle cx="200" cy="296" r="9" fill="#f2a65a"/>
<g fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".8"><path d="M52 138c-12-14 10-24-2-42M76 128c-10-12 8-20 0-34"/></g>`,
  ),
  tea: scene(
    'sun',
    `
<path d="M132 128h136l14 196c1 8-5 14-13 14H131c-8 0-14-6-13-14z" fill="#2f5d50"/><path d="M222 128h46l14 196c1 8-5 14-13 14h-48c12-70 12-140 1-210z" fill="#264c42"/><path d="M132 128h136l-10-38c-2-6-6-8-12-8h-92c-6 0-10 2-12 8z" fill="#d7b56d"/><path d="M222 128h46l-10-38c-2-6-6-8-12-8h-36c8 14 12 30 12 46z" fill="#bd9a52"/>
<rect x="146" y="182" width="108" height="108" rx="8" fill="#f4ead2"/><path d="M200 272c-34-16-36-50 0-72 36 22 34 56 0 72zm0 8v-64m0 20l-16-12m16 28l18-14" fill="#8cb09a" stroke="#2f5d50" stroke-width="4" stroke-linecap="round"/>`,
  ),
  board: scene(
    'oat',
    `
<g transform="rotate(-8 200 220)"><path d="M104 128h150c24 0 40 16 40 40v108c0 24-16 40-40 40H104c-24 0-40-16-40-40V168c0-24 16-40 40-40z" fill="#c58f5c"/><path d="M294 196h34c16 0 26 10 26 26s-10 26-26 26h-34z" fill="#c58f5c"/><circle cx="328" cy="222" r="9" fill="#eadcc4"/><g fill="none" stroke="#a87443" stroke-width="3" opacity=".8"><path d="M70 170c60-10 150 14 220-4M66 206c70-14 150 20 228 0M66 250c70-14 150 18 228-2M74 288c60-12 140 14 206 0"/></g><path d="M126 246c8-40 24-60 34-60 12 0-4 60 8 60 10 0 12-26 24-26 10 0 2 26 12 26 12 0 14-34 28-34" fill="none" stroke="#6b4423" stroke-width="7" stroke-linecap="round"/></g>`,
    [204, 338, 140, 12],
  ),
  jacket: scene(
    'sky',
    `
<path d="M150 96l-58 30-34 148 42 12 20-70v122h160V216l20 70 42-12-34-148-58-30z" fill="#e0a63e"/><path d="M250 96l58 30 34 148-42 12-20-70v122h-46c10-86 12-170 6-242z" fill="#c98f2c"/><path d="M150 96c4-26 96-26 100 0-10 30-90 30-100 0z" fill="#b67f22"/><path d="M164 92c4-14 68-14 72 0-8 18-64 18-72 0z" fill="#6b4a14"/><path d="M200 118v220" stroke="#8d611a" stroke-width="5"/><g fill="#8d611a"><rect x="132" y="246" width="46" height="10" rx="5"/><rect x="222" y="246" width="46" height="10" rx="5"/></g><path d="M120 176h160" stroke="#f7e7c2" stroke-width="9" opacity=".9"/><rect x="192" y="150" width="16" height="16" rx="4" fill="#f7e7c2"/>`,
  ),
  plates: scene(
    'sage',
    `
<ellipse cx="200" cy="316" rx="134" ry="22" fill="#b8a58e"/><ellipse cx="200" cy="304" rx="134" ry="22" fill="#efe6d7"/><ellipse cx="200" cy="290" rx="126" ry="20" fill="#b8a58e"/><ellipse cx="200" cy="278" rx="126" ry="20" fill="#f6efe3"/><ellipse cx="200" cy="274" rx="84" ry="12" fill="#e3d7c3"/>
<g transform="translate(0 -22)"><circle cx="200" cy="178" r="94" fill="#efe6d7"/><circle cx="200" cy="178" r="94" fill="none" stroke="#c9825b" stroke-width="6"/><circle cx="200" cy="178" r="62" fill="#e3d7c3"/><circle cx="200" cy="178" r="58" fill="#f6efe3"/><path d="M168 190c16-32 44-44 66-34-6 28-30 46-62 40l-14 16" fill="#a6c3ac" stroke="#5f7f6b" stroke-width="4" stroke-linecap="round"/></g>`,
    [200, 336, 144, 12],
  ),
  parcel: scene(
    'oat',
    `
<path d="M200 116l118 48v124l-118 52-118-52V164z" fill="#c99a68"/><path d="M200 212l118-48v124l-118 52z" fill="#b08152"/><path d="M82 164l118 48 118-48-118-48z" fill="#ddb384"/><path d="M141 140l118 48v40l-18 7v-40l-118-48z" fill="#f1e3cb"/><path d="M104 264l44 19M104 280l28 12" stroke="#8d6238" stroke-width="6" stroke-linecap="round"/>`,
  ),
};

await mkdir(out, { recursive: true });
for (const [name, svg] of Object.entries(pictures)) await writeFile(`${out}${name}.svg`, svg);
console.log(`${Object.keys(pictures).length} pictures in web-demo/public/img`);
