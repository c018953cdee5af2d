import { svg, type TemplateResult } from 'lit';

/** A QR code as one path, dark on white in every theme as scanners want it. */
export async function qrCode(text: string, label: string): Promise<TemplateResult> {
  const { encode } = await import('uqr');
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return svg`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${label}><path d="M0 0h${size}v${size}h-${size}z" fill="#fff"/><path d=${path} shape-rendering="crispEdges"/></svg>` as TemplateResult;
}
